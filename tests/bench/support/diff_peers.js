// Word diffs of jsdiff and diff-match-patch, for tests/bench/support/diff_peers.py.
// usage: diff_peers.js FOLDER-OF-NODE_MODULES PEER < pairs.json > edits.json
const path = require('path');
const load = (name) => require(path.join(process.argv[2], 'node_modules', name));
const pairs = JSON.parse(require('fs').readFileSync(0, 'utf8'));
let diff;
if (process.argv[3] === 'jsdiff') {
  const jsdiff = load('diff');
  diff = (a, b) =>
    jsdiff.diffWordsWithSpace(a, b).map((p) => [p.added ? '+' : p.removed ? '-' : '=', p.value]);
} else {
  const dmp = new (load('diff-match-patch').diff_match_patch)();
  diff = (a, b) => {
    const edits = dmp.diff_main(a, b);
    dmp.diff_cleanupSemantic(edits);
    return edits.map((p) => [p[0] > 0 ? '+' : p[0] < 0 ? '-' : '=', p[1]]);
  };
}
process.stdout.write(JSON.stringify(pairs.map(([a, b]) => diff(a, b))));
