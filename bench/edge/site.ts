import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { random, Random } from './random';

/** Files of the sizes that the real site has. Its bundle and its style sheets are asked for with their version, its images and languages are not. */
const FILES: Readonly<Record<string, (next: Random) => Buffer>> = {
  'libs/app.bundle.min.js': (next) => text(next, 5_000_000, script),
  'css/all.css': (next) => text(next, 200_000, rule),
  'lang/languages.json': (next) => json(next, 3_000),
  'lang/main-de.json': (next) => json(next, 60_000),
  'images/welcome-background.png': (next) => noise(next, 100_000),
  'images/watermark.png': (next) => noise(next, 8_000),
  'config.js': (next) => text(next, 30_000, setting),
  'interface_config.js': (next) => text(next, 10_000, setting),
  'index.html': (next) => Buffer.from(`<!DOCTYPE html><html><head>
<script><!--#include virtual="/config.js" --></script><script><!--#include virtual="/interface_config.js" --></script>
<link rel="stylesheet" href="css/all.css?v=1"><script src="libs/app.bundle.min.js?v=1"></script>
${text(next, 10_000, element).toString()}</head><body><div id="react"></div></body></html>\n`),
};

/** Writes the site into a folder, the same bytes each time. */
export function writeSite(folder: string): void {
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), content(random(name)));
  }
}

/** As minified programs are: few words often, many seldom, and the same turns of phrase again and again. */
function script(next: Random): string {
  const [a, b, c] = [short(next), short(next), short(next)];
  return next.pick([
    () => `${a}.${word(next)}(${b},${c}.${word(next)}),`,
    () => `function ${a}(${b},${c}){return ${b}.${word(next)}?${c}["${word(next)}"]:void 0}`,
    () => `const ${a}=(0,${b}.${word(next)})("${word(next)} ${word(next)}",{${word(next)}:!0,${word(next)}:${next.integer(100_000)}});`,
    () => `if(${a}&&${b}.${word(next)}!==${c}.${word(next)})throw new Error("${word(next)} ${word(next)} ${word(next)}");`,
    () => `${next.integer(100_000)}:(${a},${b},${c})=>{"use strict";${c}.d(${b},{${short(next)}:()=>${short(next)}});var ${short(next)}=${c}(${next.integer(100_000)});},`,
  ])();
}

function rule(next: Random): string {
  const color = next.integer(0x1000000).toString(16).padStart(6, '0');
  return `.${word(next)}-${word(next)} .${word(next)}{${next.pick(['margin', 'padding', 'width', 'height', 'font-size'])}:${next.integer(64)}px;color:#${color};display:${next.pick(['flex', 'block', 'none'])}}`;
}

function setting(next: Random): string {
  return `// ${word(next)} ${word(next)} ${word(next)} ${word(next)}\nconfig.${word(next)} = ${next.pick(['true', 'false', String(next.integer(5000))])};\n`;
}

function element(next: Random): string {
  return `<meta property="og:${word(next)}" content="${word(next)} ${word(next)}"/>\n`;
}

function json(next: Random, size: number): Buffer {
  return Buffer.from(`{${text(next, size, () => `"${word(next)}": "${word(next)} ${word(next)} ${word(next)}",\n`).toString()}"end": ""}`);
}

function text(next: Random, size: number, phrase: (next: Random) => string): Buffer {
  const phrases: string[] = [];
  for (let length = 0; length < size;) {
    const made = phrase(next);
    phrases.push(made);
    length += made.length;
  }
  return Buffer.from(phrases.join(''));
}

/** What is compressed already. */
function noise(next: Random, size: number): Buffer {
  return Buffer.from(Array.from({ length: size }, () => next.integer(256)));
}

function short(next: Random): string {
  return next.pick(['e', 't', 'n', 'r', 'i', 'o', 'a', 's', 'c', 'l', 'u', 'd', 'p', 'f', 'h', 'g']);
}

const SYLLABLES = ['con', 'fer', 'ence', 'par', 'ti', 'ci', 'pant', 'au', 'dio', 'vi', 'de', 'o', 'track', 'state', 'get', 'set', 'is', 'lo', 'cal', 're', 'mote', 'sta', 'ge', 'tool', 'bar', 'on', 'chat', 'room'];

/** One of some 20,000 words, of which the first are used most. */
function word(next: Random): string {
  const rank = Math.floor(SYLLABLES.length ** (3 * next.fraction()));
  return [rank, Math.floor(rank / SYLLABLES.length), Math.floor(rank / SYLLABLES.length ** 2)].map((digit) => SYLLABLES[digit % SYLLABLES.length] ?? '').join('');
}
