#!/usr/bin/env node
// The command. Nothing is imported at the top, so that an old Node gets as far as the sentence that says it is too old.
if (Number(process.versions.node.split('.')[0]) < 20) {
  process.stderr.write(
    `sim: quotasim needs Node 20 or newer, and this is Node ${process.versions.node}\n  get a newer one from https://nodejs.org\n`,
  );
  process.exitCode = 2;
} else {
  import('./ensure.js').then(({ start }) => start());
}
