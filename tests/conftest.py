from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "eval"
sys.path.insert(0, str(ROOT / "tests" / "evaluation"))


@pytest.fixture(scope="session")
def extractor():
    from themegraph.extraction.pipeline import Extractor

    return Extractor()


@pytest.fixture(scope="session")
def seed_documents():
    from themegraph import read

    return list(read([ROOT / "seeds" / "articles"]))


@pytest.fixture(scope="session")
def seed_extractions(extractor, seed_documents):
    return [extractor.extract(document) for document in seed_documents]


@pytest.fixture(scope="session")
def seed_graph(seed_extractions):
    from themegraph import build

    return build(seed_extractions)


@pytest.fixture
def shared():
    if not SHARED.is_dir():
        pytest.skip("../shared is not there")
    return SHARED
