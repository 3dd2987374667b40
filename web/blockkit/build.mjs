// Writes the schema of everything Slack accepts in blocks and views, and the hash of what it was made from.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createGenerator } from 'ts-json-schema-generator';

const SOURCES = ['blocks.ts', 'build.mjs', 'package-lock.json', 'package.json'];
const OUT = new URL('../../sandbox/blockkit/', import.meta.url);
const here = (name) => new URL(name, import.meta.url);

const schema = createGenerator({
  path: here('blocks.ts').pathname,
  type: '*',
  additionalProperties: false,
  jsDoc: 'none',
  sortProps: true,
}).createSchema('*');

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
const text = JSON.stringify(schema, null, 1) + '\n';
// Over "name NUL length NUL content" of each source, in this order; scripts/check_web.py does the same sum.
const sources = SOURCES.flatMap((name) => {
  const content = readFileSync(here(name));
  return [`${name}\0${content.length}\0`, content];
});

writeFileSync(new URL('schema.json', OUT), text);
writeFileSync(new URL('schema.sha256', OUT), `${sha256(...sources)}  sources\n${sha256(text)}  schema.json\n`);
