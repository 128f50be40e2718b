// Peers: companies that share themes with a company. A theme that few companies have says more.

/** The nearest companies: `{ company, themes, score }`, nearest first; `themes` those shared, the rarest first. */
export function peersOf(company, count, most = 50) {
  const themes = new Set(company.edges.filter((edge) => count[edge.i]).map((edge) => edge.theme));
  const found = new Map();
  for (const theme of themes) {
    const others = new Set(theme.edges.filter((edge) => count[edge.i] && edge.company !== company).map((edge) => edge.company));
    const rarity = 1 / Math.log2(2 + others.size);
    for (const other of others) {
      const peer = found.get(other) || { company: other, themes: [], score: 0 };
      peer.themes.push({ theme, rarity });
      peer.score += rarity;
      found.set(other, peer);
    }
  }
  return [...found.values()]
    .sort((a, b) => b.score - a.score || b.themes.length - a.themes.length || a.company.i - b.company.i)
    .slice(0, most)
    .map(({ company: peer, themes: shared, score }) => ({ company: peer, score, themes: shared.sort((a, b) => b.rarity - a.rarity || a.theme.i - b.theme.i).map(({ theme }) => theme) }));
}

/** The companies of a theme, most talked of first: how many articles say that each gains, is hurt, or else. */
export function companiesOf(theme, count) {
  const found = new Map();
  for (const edge of theme.edges) {
    const n = count[edge.i];
    if (!n) continue;
    const row = found.get(edge.company) || { company: edge.company, gains: 0, hurt: 0, others: 0, total: 0 };
    if (edge.role === "benefits_from") row.gains += n;
    else if (edge.role === "hurt_by") row.hurt += n;
    else row.others += n;
    row.total += n;
    found.set(edge.company, row);
  }
  return [...found.values()].sort((a, b) => b.total - a.total || b.gains - a.gains || a.company.i - b.company.i);
}
