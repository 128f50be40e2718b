// Finds the words in a quote that name the company and the theme.

const LATIN = /[\p{Script=Latin}\p{N}]/u;
const LITTLE = new Set(["a", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]);
const ENOUGH = 0.5; // of a name's letters: fewer, and the words that stand in a quote say too little

/** Stretches of a quote to be marked, in order: `[start, end, kind]`, kind being company or theme. */
export function marksOf(quote, company, theme, given) {
  if (given) return tidy(given.map(([start, end, kind]) => [start, end, kind === "theme" ? "theme" : "company"]));
  const found = placesOf(quote, wordsFor(company), "company");
  const named = placesOf(quote, wordsFor(theme), "theme");
  return tidy([...found, ...(named.length ? named : partsOf(quote, theme))]);
}

function wordsFor(node) {
  return [node.names.en, node.names.ko, ...node.aliases, ...node.tickers.map((ticker) => ticker.split(":").pop())];
}

/**
 * Where no name of a theme stands in one piece: the words of the name of which the most stands in the quote,
 * as 전력 and 병목 do in "전력이 … 병목". A word that makes up little of its name ("stock" of "show-me stock") is none.
 */
function partsOf(quote, theme) {
  let most = ENOUGH;
  let best = [];
  for (const name of [theme.names.en, theme.names.ko, ...theme.aliases]) {
    const words = name.toLowerCase().split(/[\s·/-]+/).filter((word) => word && !LITTLE.has(word));
    const places = words.map((word) => placesOf(quote, [word], "theme"));
    const letters = (list) => list.reduce((sum, word) => sum + word.length, 0);
    const there = words.filter((_, i) => places[i].length);
    const share = letters(there) / letters(words);
    if (share < most || !there.some(speaks)) continue;
    if (share > most) best = [];
    most = share;
    const long = words.flatMap((word, i) => (speaks(word) ? places[i] : []));
    // A short word ("AI", "me") is marked only where it stands beside another one.
    const short = words.flatMap((word, i) => (speaks(word) ? [] : places[i]));
    best.push(...long, ...short.filter(([start, end]) => long.some((other) => other[0] === end + 1 || other[1] === start - 1)));
  }
  return joined(tidy(best));
}

/** Marks that stand side by side as one. */
function joined(marks) {
  const kept = [];
  for (const mark of marks) {
    const last = kept[kept.length - 1];
    if (last && mark[0] <= last[1] + 1) last[1] = mark[1];
    else kept.push([...mark]);
  }
  return kept;
}

/** Whether a word by itself says something. */
function speaks(word) {
  return /[가-힣]/.test(word) ? word.length > 1 : word.length > 3;
}

function placesOf(quote, words, kind) {
  const found = [];
  const lower = quote.toLowerCase();
  // A text whose small letters take another number of places would be marked in the wrong place.
  if (lower.length !== quote.length) return found;
  for (const word of new Set(words.map((name) => name.toLowerCase()))) {
    if (word.length < 2) continue;
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
      const cut = LATIN.test(word[0]) && at > 0 && LATIN.test(quote[at - 1]);
      const end = at + word.length;
      const ending = LATIN.test(word[word.length - 1]) ? /^(?:s|es)?(?![\p{Script=Latin}\p{N}])/iu.exec(quote.slice(end, end + 3)) : [""];
      if (!cut && ending) found.push([at, end + ending[0].length, kind]);
    }
  }
  return found;
}

/** Without overlaps: of two that meet, the one that begins first, then the longer. */
function tidy(found) {
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const kept = [];
  for (const mark of found) if (!kept.length || mark[0] >= kept[kept.length - 1][1]) kept.push(mark);
  return kept;
}
