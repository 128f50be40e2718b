// Finds the words in a quote that name the company and the theme.

const LATIN = /[\p{Script=Latin}\p{N}]/u;

/** Stretches of a quote to be marked, in order: `[start, end, kind]`, kind being company or theme. */
export function marksOf(quote, company, theme, given) {
  if (given) return tidy(given.map(([start, end, kind]) => [start, end, kind === "theme" ? "theme" : "company"]));
  const found = [...placesOf(quote, wordsFor(company), "company")];
  const named = [...placesOf(quote, wordsFor(theme), "theme")];
  found.push(...(named.length ? named : placesOf(quote, partsOf(theme), "theme")));
  return tidy(found);
}

function wordsFor(node) {
  return [node.names.en, node.names.ko, ...node.aliases, ...node.tickers.map((ticker) => ticker.split(":").pop())];
}

/** The single words of a theme's labels: 전력 and 병목, where 전력 병목 does not stand in one piece. */
function partsOf(theme) {
  return [theme.names.en, theme.names.ko, ...theme.aliases]
    .flatMap((label) => label.split(/[\s·/-]+/))
    .filter((word) => (/[가-힣]/.test(word) ? word.length > 1 : word.length > 4));
}

function placesOf(quote, words, kind) {
  const found = [];
  const lower = quote.toLowerCase();
  // A text whose small letters take another number of places would be marked in the wrong place.
  if (lower.length !== quote.length) return found;
  for (const word of new Set(words.map((name) => name.toLowerCase()))) {
    if (word.length < 2) continue;
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
      const end = at + word.length;
      const cut = LATIN.test(word[0]) && at > 0 && LATIN.test(quote[at - 1]);
      const runsOn = LATIN.test(word[word.length - 1]) && end < quote.length && LATIN.test(quote[end]) && !/^(?:s|es|'s)\b/i.test(quote.slice(end));
      if (!cut && !runsOn) found.push([at, end, kind]);
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
