// How the program hands out its page: embedded, packed, cached for ever by name, under a policy that allows no other
// origin.
import assert from "node:assert/strict";
import { get } from "node:http";

function fetched(url, accept = "") {
  return new Promise((done, fail) => {
    get(url, { headers: { "accept-encoding": accept } }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () =>
        done({ ...answer, headers: answer.headers, status: answer.statusCode, body: Buffer.concat(parts) }),
      );
    }).on("error", fail);
  });
}

export async function isServedWell(url) {
  const start = await fetched(`${url}/records/incident`);
  assert.equal(start.status, 200);
  assert.equal(start.headers["cache-control"], "no-cache");
  assert.match(start.headers["content-security-policy"], /default-src 'self'/);
  assert.doesNotMatch(start.headers["content-security-policy"], /unsafe-eval|script-src/);
  const [script] = /\/assets\/[\w.-]+\.js/.exec(start.body.toString()) ?? [];
  assert.ok(script, "the page names no script");
  const plain = await fetched(url + script);
  for (const [accept, encoding] of [
    ["gzip, br", "br"],
    ["gzip", "gzip"],
  ]) {
    const packed = await fetched(url + script, accept);
    assert.equal(packed.headers["content-encoding"], encoding);
    assert.equal(packed.headers["cache-control"], "public, max-age=31536000, immutable");
    assert.ok(packed.body.length < plain.body.length / 2, `${encoding} saves too little`);
  }
  assert.equal((await fetched(`${url}/assets/absent.js`)).status, 404);
}
