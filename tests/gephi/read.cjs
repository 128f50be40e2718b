// Prints what graphology-gexf, with which Gephi Lite reads, finds in a GEXF file: { nodes, edges } as JSON.
const fs = require("node:fs");
const { MultiDirectedGraph } = require("graphology");
const gexf = require("graphology-gexf");

const graph = gexf.parse(MultiDirectedGraph, fs.readFileSync(process.argv[2], "utf8"));
const nodes = Object.fromEntries(graph.mapNodes((key, facts) => [key, facts]));
const edges = graph.mapEdges((key, facts, source, target) => ({ key, source, target, ...facts }));
process.stdout.write(JSON.stringify({ nodes, edges }));
