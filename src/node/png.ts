/**
 * Pixels as a PNG. A chart is flat colour with sharp edges: unfiltered it packs smaller than by the filters that a
 * canvas tries row by row, and in a third of the time.
 *
 * @module
 */
import { deflateSync } from 'node:zlib';
import { assert } from '../sim/assert.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const BITS_PER_SAMPLE = 8;
const COLOUR_RGB = 2;
const FILTER_NONE = 0;
const FILTER_UP = 2;
const BYTES_IN = 4;
const BYTES_OUT = 3;

/** `rgba` row by row as a PNG without transparency: what shines through has no place on paper. */
export function encodePng(rgba: Uint8Array, width: number, height: number): Uint8Array {
  assert(rgba.length === BYTES_IN * width * height, 'a picture has all its pixels', { width, height });
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = BITS_PER_SAMPLE;
  header[9] = COLOUR_RGB;
  const rows = filtered(rgba, width, height);
  const data = deflateSync(rows, { level: 6, memLevel: 9 });
  return Buffer.concat([Buffer.from(SIGNATURE), chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', NO_BYTES)]);
}

const NO_BYTES = new Uint8Array(0);

/** Each row behind the number of its filter: none, or where columns stand (a chart of bars) what differs from above. */
function filtered(rgba: Uint8Array, width: number, height: number): Uint8Array {
  const filter = isUpright(rgba, width, height) ? FILTER_UP : FILTER_NONE;
  const above = BYTES_IN * width;
  const rows = new Uint8Array(height * (1 + BYTES_OUT * width));
  let to = 0;
  let from = 0;
  for (let row = 0; row < height; row += 1) {
    const used = row === 0 ? FILTER_NONE : filter;
    rows[to++] = used;
    for (const end = from + above; from < end; from += BYTES_IN) {
      if (used === FILTER_NONE) {
        rows[to++] = rgba[from]!;
        rows[to++] = rgba[from + 1]!;
        rows[to++] = rgba[from + 2]!;
      } else {
        rows[to++] = rgba[from]! - rgba[from - above]!;
        rows[to++] = rgba[from + 1]! - rgba[from + 1 - above]!;
        rows[to++] = rgba[from + 2]! - rgba[from + 2 - above]!;
      }
    }
  }
  return rows;
}

/** Whether pixels differ from the one above much less often than from the one beside. */
function isUpright(rgba: Uint8Array, width: number, height: number): boolean {
  let beside = 0;
  let above = 0;
  // Every other row tells enough.
  for (let row = 1; row < height; row += 2) {
    const end = BYTES_IN * width * (row + 1);
    for (let at = end - BYTES_IN * (width - 1); at < end; at += BYTES_IN) {
      if (differ(rgba, at, at - BYTES_IN)) beside += 1;
      if (differ(rgba, at, at - BYTES_IN * width)) above += 1;
    }
  }
  return 7 * above < 4 * beside;
}

function differ(rgba: Uint8Array, one: number, other: number): boolean {
  return rgba[one] !== rgba[other] || rgba[one + 1] !== rgba[other + 1] || rgba[one + 2] !== rgba[other + 2];
}

/** Length, name, data, and the checksum of name and data. */
function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let at = 0; at < 4; at += 1) bytes[4 + at] = name.charCodeAt(at);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, checksum(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** CRC-32 of each byte, as ISO 3309 has it. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** Node's own `crc32` came after Node 20. */
function checksum(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = CRC_TABLE[(rest ^ byte) & 0xff]! ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}
