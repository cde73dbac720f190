import { Buffer } from 'node:buffer';
import { randomFillSync } from 'node:crypto';

export const TEXT = 1;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;

/** A frame as clients send it: whole, and masked. */
export function frame(opcode, payload) {
  const data = Buffer.from(payload);
  const extended = data.length > 0xffff ? 8 : data.length > 125 ? 2 : 0;
  const result = Buffer.alloc(6 + extended + data.length);
  result[0] = 0x80 | opcode;
  result[1] = 0x80 | (extended === 8 ? 127 : extended === 2 ? 126 : data.length);
  if (extended === 2) {
    result.writeUInt16BE(data.length, 2);
  } else if (extended === 8) {
    result.writeBigUInt64BE(BigInt(data.length), 2);
  }
  const mask = randomFillSync(result, 2 + extended, 4).subarray(2 + extended, 6 + extended);
  data.forEach((byte, index) => {
    result[6 + extended + index] = byte ^ mask[index % 4];
  });
  return result;
}

/** Collects what a server sends; gives each frame to `take` when it is whole. */
export function frameReader(take) {
  let rest = Buffer.alloc(0);
  return (part) => {
    rest = rest.length === 0 ? part : Buffer.concat([rest, part]);
    while (rest.length >= 2) {
      const short = rest[1] & 0x7f;
      const start = short === 127 ? 10 : short === 126 ? 4 : 2;
      if (rest.length < start) {
        return;
      }
      const length = short === 127 ? Number(rest.readBigUInt64BE(2)) : short === 126 ? rest.readUInt16BE(2) : short;
      if (rest.length < start + length) {
        return;
      }
      const [opcode, payload] = [rest[0] & 0x0f, rest.subarray(start, start + length)];
      rest = rest.subarray(start + length);
      take(opcode, payload);
    }
  };
}
