"""The same extraction on Apache Spark, for more documents than one machine reads in a day.

    from themegraph.corpus.spark import extract
    extract(spark, ["hdfs:///news/*.jsonl.gz"], "hdfs:///links")

Documents pass through `mapInArrow`; each Python worker loads the vocabulary once. Near-duplicates are found by a
shuffle on the bands of their signatures, links are put together to edges by another. Links are those of the
local engine, byte for byte, where every document has an id of its own.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from themegraph.corpus.records import Record, unpack
from themegraph.corpus.tables import MANIFEST
from themegraph.documents import columns, detect_language, jsonl
from themegraph.model import Document, Problem
from themegraph.resources import code_version

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from themegraph.corpus import Failed

_READ = (
    "document string, title string, published string, language string, publisher string, source string, "
    "text_hash binary, record binary, text string, signature binary, problem string, line int"
)
_LINKS = (
    "document string, title string, published string, language string, publisher string, source string, company string, "
    "theme string, role string, stance string, confidence double, evidence array<struct<start:int,end:int,quote:string>>, "
    "month string"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Files:
    """A user's own vocabulary by content, as executors do not see the driver's files: (name, content) each."""

    companies: tuple[tuple[str, bytes], ...] = ()
    themes: tuple[tuple[str, bytes], ...] = ()
    cues: tuple[tuple[str, bytes], ...] = ()

    @classmethod
    def of(
        cls, companies: Sequence[Path] = (), themes: Sequence[Path] = (), cues: Sequence[Path] = ()
    ) -> Files:
        """The content of these files, and of the files of these cue folders."""
        return cls(
            tuple((p.name, p.read_bytes()) for p in companies),
            tuple((p.name, p.read_bytes()) for p in themes),
            tuple((f.name, f.read_bytes()) for p in cues for f in sorted(p.glob("*.txt"))),
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Counts:
    """What a job read and wrote."""

    documents: int
    linked: int
    links: int
    problems: int


def extract(
    spark: SparkSession, sources: Sequence[str], out: str, files: Files | None = None, given: Mapping[str, str] | None = None,
) -> Counts:  # fmt: skip
    """Reads JSONL, Parquet and text below any Hadoop paths, and writes the tables of `themegraph.corpus.tables` into `out`.

    Files are told by their endings, `.gz` and the like included; a path without one is searched for all
    three. A JSONL or Parquet row needs an `id` of its own.
    """
    from pyspark.sql import functions as f

    out = out.rstrip("/")
    passed = _documents(spark, sources, dict(given or {})).mapInArrow(
        _Reader(files or Files(), dict(given or {})), _READ
    )
    # Written before it is used three times: what is lost with an executor is computed again, the rest is not.
    passed.dropDuplicates(["document", "text_hash", "problem", "line"]).write.mode("overwrite").parquet(
        f"{out}/reading.tmp"
    )
    read = spark.read.parquet(f"{out}/reading.tmp")
    told = read.where("problem is null")
    linked = told.where("signature is not null")
    links = linked.mapInArrow(_links, _LINKS)
    links.write.mode("overwrite").partitionBy("month").parquet(f"{out}/links")
    introduced = linked.where(f.col("record").cast("string").contains('"provisional"'))
    introduced.selectExpr("document", "string(record) as record").write.mode("overwrite").parquet(
        f"{out}/companies"
    )
    problems = read.where("problem is not null").selectExpr("source", "line", "problem as cause")
    problems.write.mode("overwrite").parquet(f"{out}/problems")
    groups = _groups(spark, linked.select("document", "signature"))
    groups.write.mode("overwrite").parquet(f"{out}/groups")
    written = spark.read.parquet(f"{out}/links")
    _edges(written, spark.read.parquet(f"{out}/groups")).write.mode("overwrite").parquet(f"{out}/edges")
    counts = Counts(told.count(), linked.count(), written.count(), problems.count())
    facts = {**dataclasses.asdict(counts), "code": code_version("extraction")}
    _write_text(spark, f"{out}/{MANIFEST}", json.dumps(facts, indent=1, sort_keys=True) + "\n")
    _delete(spark, f"{out}/reading.tmp")
    return counts


def _documents(spark: SparkSession, sources: Sequence[str], given: Mapping[str, str]) -> DataFrame:
    """All rows as (kind, source, raw): a line of JSON, a text, or a row of a table as JSON."""
    frames = []
    for source in sources:
        kinds = [_kind(source)] if _kind(source) else ["jsonl", "parquet", "text"]
        for kind in kinds:
            found = _frame(spark, source, kind, given, searched=not _kind(source))
            if found is not None:
                frames.append(found)
    if not frames:
        raise ValueError(f"{', '.join(sources)}: nothing there is .jsonl, .parquet or .txt")
    whole = frames[0]
    for frame in frames[1:]:
        whole = whole.unionByName(frame)
    # Packed files come in one piece each, however large; spread what is in them.
    wanted = spark.sparkContext.defaultParallelism
    return whole if whole.rdd.getNumPartitions() >= wanted else whole.repartition(2 * wanted)


def _kind(source: str) -> str:
    name = PurePosixPath(source).name.lower()
    for packed in (".gz", ".zst", ".bz2"):
        name = name.removesuffix(packed)
    endings = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".txt": "text"}
    return endings.get(PurePosixPath(name).suffix, "")


def _frame(
    spark: SparkSession, source: str, kind: str, given: Mapping[str, str], searched: bool
) -> DataFrame | None:
    from pyspark.errors import AnalysisException
    from pyspark.sql import functions as f

    reader = spark.read
    if searched:
        pattern = {"jsonl": "*.{jsonl,ndjson,jsonl.gz,jsonl.zst}", "parquet": "*.parquet", "text": "*.txt"}[
            kind
        ]
        reader = reader.option("recursiveFileLookup", "true").option("pathGlobFilter", pattern)
    try:
        if kind == "parquet":
            frame = reader.parquet(source)
            known = columns.guess(frame.columns, given)
            if "text" not in known and "title" not in known:
                raise ValueError(
                    f"{source}: no column is the text ({', '.join(frame.columns[:12])}); name it with --columns text=NAME"
                )
            raw = f.to_json(
                f.struct(*(f.col(f"`{c}`").cast("string").alias(c) for c in sorted(set(known.values()))))
            )
        else:
            frame = reader.text(source, wholetext=kind == "text")
            if searched and not frame.inputFiles():
                return None
            raw = f.col("value")
        return frame.select(
            f.lit(kind).alias("kind"),
            f.regexp_replace(f.col("_metadata.file_path"), "^file:(//)?", "").alias("source"),
            raw.alias("raw"),
        )
    except AnalysisException as error:
        if searched:
            return None
        raise ValueError(f"{source}: {str(error).splitlines()[0]}") from error


@lru_cache(maxsize=2)
def _extractor(files: Files) -> Any:
    """The extractor of a Python worker, made once and used for all its tasks."""
    from themegraph.extraction.pipeline import Extractor
    from themegraph.vocabulary import load

    folder = Path(mkdtemp(prefix="themegraph-"))
    placed: dict[str, list[Path]] = {}
    for kind in ("companies", "themes", "cues"):
        placed[kind] = []
        for number, (name, content) in enumerate(getattr(files, kind)):
            path = folder / kind / ("" if kind == "cues" else str(number)) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            placed[kind].append(path)
    cues = (folder / "cues",) if placed["cues"] else ()
    return Extractor(load(tuple(placed["companies"]), tuple(placed["themes"]), cues))


@dataclasses.dataclass(frozen=True)
class _Reader:
    """Rows of `_documents` to rows of `_READ`, batch by batch."""

    files: Files
    given: Mapping[str, str]

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        from themegraph.corpus import readings

        schema = pa.schema([
            *((name, pa.string()) for name in ("document", "title", "published", "language", "publisher", "source")),
            ("text_hash", pa.binary()), ("record", pa.binary()), ("text", pa.string()), ("signature", pa.binary()),
            ("problem", pa.string()), ("line", pa.int32()),
        ])  # fmt: skip
        extractor = _extractor(self.files)
        for batch in batches:
            items = [
                item
                for kind, source, raw in zip(*(column.to_pylist() for column in batch.columns), strict=True)
                for item in self._items(kind, source, raw)
            ]
            made = iter(
                readings(extractor, [i.text for i in items if isinstance(i, Document)], mentions=False)
            )
            rows = [_problem(i) if isinstance(i, Problem) else _row(i, next(made)) for i in items]
            yield pa.RecordBatch.from_pylist(rows, schema)

    def _items(self, kind: str, source: str, raw: str | None) -> Iterator[Document | Problem]:
        stem = PurePosixPath(source).name.split(".")[0]
        if raw is None or not raw.strip():
            return
        if kind == "jsonl":
            yield from jsonl.read_line(
                raw.encode("utf-8", "surrogatepass"), source, stem, 1, self.given or None
            )
        elif kind == "parquet":
            row = json.loads(raw)
            yield from columns.document(row, columns.guess(row, self.given), source, stem, 0)
        else:
            import io

            from themegraph.documents import text

            yield from text.read(io.BytesIO(raw.encode("utf-8", "surrogatepass")), source, stem)


def _problem(item: Problem) -> dict[str, object]:
    return {
        "source": item.source,
        "problem": item.cause,
        "line": item.line,
        "document": "",
        "text_hash": b"",
    }


def _row(item: Document, made: Record | Failed) -> dict[str, object]:
    from hashlib import blake2b

    if not isinstance(made, Record):
        cause = f"document {item.id} is left out: {made.cause}"
        return {"source": item.source, "problem": cause, "line": 0, "document": item.id, "text_hash": b""}
    facts = dataclasses.asdict(item)
    row = {name: facts[name] for name in ("title", "published", "language", "publisher", "source")}
    row |= {
        "document": item.id, "language": item.language or detect_language(item.text),
        "text_hash": blake2b(item.text.encode("utf-8", "surrogatepass"), digest_size=16).digest(),
    }  # fmt: skip
    found = unpack(made, item, mentions=False)
    if found.links:
        row |= {"record": made.links, "text": item.text, "signature": found.signature}
    return row


def _links(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """A row for each link of the rows of `_READ`."""
    import pyarrow as pa

    citation = ("document", "title", "published", "language", "publisher", "source")
    place = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("quote", pa.string())])
    schema = pa.schema([
        *((name, pa.string()) for name in (*citation, "company", "theme", "role", "stance")),
        ("confidence", pa.float64()), ("evidence", pa.list_(place)), ("month", pa.string()),
    ])  # fmt: skip
    for batch in batches:
        rows = []
        for row in batch.to_pylist():
            document = Document(row["document"], row["text"], *(row[name] or "" for name in citation[1:]))
            for link in unpack(Record(row["record"]), document, mentions=False).links:
                rows.append({
                    **{name: row[name] or "" for name in citation}, "company": link.company, "theme": link.theme,
                    "role": link.role.value, "stance": link.stance.value, "confidence": link.confidence,
                    "evidence": [dataclasses.asdict(e) for e in link.evidence], "month": document.published[:7] or "undated",
                })  # fmt: skip
        yield pa.RecordBatch.from_pylist(rows, schema)


def _groups(spark: SparkSession, signed: DataFrame) -> DataFrame:
    """Document -> the document that stands for its copies; a shuffle brings those together that share a band."""
    from pyspark.sql import functions as f

    # Only names travel at first, a kilobyte a document; signatures follow where a band is shared.
    banded = signed.mapInArrow(_bands, "band binary, document string")
    crowded = banded.groupBy("band").agg(f.count("*").alias("n")).where("n > 1").select("band")
    shared = banded.join(crowded, "band").join(signed, "document").select("band", "document", "signature")
    near = shared.groupBy("band").applyInArrow(_pairs, "one string, other string").distinct()
    above: dict[str, str] = {}

    def top(document: str) -> str:
        while above.get(document, document) != document:
            document = above[document]
        return document

    for (
        one,
        other,
    ) in near.toLocalIterator():  # as many rows as there are copies: they fit where the graph fits
        first, second = sorted((top(one), top(other)))
        above[second] = first
    rows = [(document, top(document)) for document in sorted(above) if top(document) != document]
    return spark.createDataFrame(rows, "document string, stands_for string")


def _bands(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    from themegraph.duplicates import bands

    schema = pa.schema([("band", pa.binary()), ("document", pa.string())])
    for batch in batches:
        rows = [
            {"band": band, "document": row["document"]}
            for row in batch.to_pylist()
            for band in bands(row["signature"])
        ]
        yield pa.RecordBatch.from_pylist(rows, schema)


def _pairs(table: pa.Table) -> pa.Table:
    """Copies among the documents of one band: each against the longest that were no copy of another, as duplicates.py does."""
    import pyarrow as pa

    from themegraph.duplicates import alike

    signed = sorted(
        ((row["document"], row["signature"]) for row in table.to_pylist()),
        key=lambda pair: (
            -int.from_bytes(pair[1][:4], "little"),
            pair[0],
        ),  # a signature begins with its length
    )
    leaders: list[tuple[str, bytes]] = []
    pairs: list[dict[str, str]] = []
    for document, signature in signed:
        found = [leader for leader, sketch in leaders if alike(signature, sketch)]
        pairs += [{"one": document, "other": leader} for leader in found]
        if not found:
            leaders.append((document, signature))
    return pa.Table.from_pylist(pairs, pa.schema([("one", pa.string()), ("other", pa.string())]))


def _edges(links: DataFrame, groups: DataFrame) -> DataFrame:
    """Links of one company, theme and role together, copies of one text counted once."""
    from pyspark.sql import functions as f

    told = links.join(groups, "document", "left").withColumn("origin", f.coalesce("stands_for", "document"))
    day = f.when(f.col("published") != "", f.substring("published", 1, 10))
    return told.groupBy("company", "theme", "role").agg(
        f.count_distinct("document").alias("weight"),
        f.count_distinct("origin").alias("independent_sources"),
        f.coalesce(f.min(day), f.lit("")).alias("first_seen"),
        f.coalesce(f.max(day), f.lit("")).alias("last_seen"),
        f.max("confidence").alias("confidence"),
    )


def _path(spark: SparkSession, path: str) -> tuple[Any, Any]:
    java: Any = spark._jvm  # type: ignore[attr-defined,unused-ignore]
    hadoop: Any = spark._jsc.hadoopConfiguration()  # type: ignore[attr-defined,unused-ignore]
    place = java.org.apache.hadoop.fs.Path(path)
    return place.getFileSystem(hadoop), place


def _write_text(spark: SparkSession, path: str, text: str) -> None:
    system, place = _path(spark, path)
    stream = system.create(place, True)
    stream.write(bytearray(text.encode()))
    stream.close()


def _delete(spark: SparkSession, path: str) -> None:
    system, place = _path(spark, path)
    system.delete(place, True)
