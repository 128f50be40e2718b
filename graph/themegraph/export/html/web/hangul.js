// Korean letters: 엔비디아 is found by ㅇㅂㄷㅇ, and while its last syllable is still being typed.

const FIRST = 0xac00;
const LAST = 0xd7a3;
const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const FINALS = ["", ..."ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"];

function isSyllable(code) {
  return code >= FIRST && code <= LAST;
}

function initial(code) {
  return INITIALS[Math.floor((code - FIRST) / 588)];
}

/** Whether a text has a consonant that stands alone, or a syllable that may still grow. */
export function needsJamo(query) {
  return /[ㄱ-ㅎ]/.test(query) || /[가-힣]$/.test(query);
}

/** Where a query stands in a text, a lone consonant standing for any syllable it begins; -1 if nowhere. */
export function jamoIndex(text, query) {
  for (let start = 0; start + query.length <= text.length; start++) {
    let i = 0;
    while (i < query.length && fits(text, start + i, query, i)) i++;
    if (i === query.length) return start;
  }
  return -1;
}

function fits(text, at, query, i) {
  const wanted = query[i];
  if (text[at] === wanted) return true;
  const code = text.charCodeAt(at);
  if (!isSyllable(code)) return false;
  if (INITIALS.includes(wanted)) return initial(code) === wanted;
  const asked = wanted.charCodeAt(0);
  if (i !== query.length - 1 || !isSyllable(asked)) return false;
  // The last syllable is still growing: 비 is on its way to 빈, and 빋 may be the start of 비디.
  const bare = asked - ((asked - FIRST) % 28);
  const final = FINALS[(asked - FIRST) % 28];
  if (!final) return code >= asked && code < asked + 28;
  const next = text.charCodeAt(at + 1);
  return code === bare && isSyllable(next) && initial(next) === final;
}
