/**
 * Leaves entries out of the maps of a message in the wire format of Protocol Buffers, without knowing anything else of it.
 */

/** @see https://protobuf.dev/programming-guides/encoding/ */
const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;

interface Field {
  readonly number: number;
  readonly start: number;
  readonly end: number;
  /** Of a text, a message or an entry of a map. */
  readonly content: Buffer | undefined;
}

/**
 * A message with all its fields, but of the given maps only the entries with one of the given keys.
 *
 * @param maps numbers of the fields, each a map from text
 */
export function keepNamed(
  message: Buffer,
  maps: readonly number[],
  keys: { has(key: string): boolean },
): Buffer {
  const kept = [...fieldsOf(message)].filter(({ number, content }) => {
    return content === undefined || !maps.includes(number) || keys.has(keyOf(content));
  });
  return Buffer.concat(kept.map(({ start, end }) => message.subarray(start, end)));
}

/** An entry of a map is a message whose first field is the key; a key that is left out is empty. */
function keyOf(entry: Buffer): string {
  for (const { number, content } of fieldsOf(entry)) {
    if (number === 1) {
      return content?.toString('utf8') ?? '';
    }
  }
  return '';
}

function* fieldsOf(message: Buffer): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = message[at++];
      if (byte === undefined) {
        throw new Error('The message ends within a number.');
      }
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        return value;
      }
      factor *= 0x80;
    }
  };
  while (at < message.length) {
    const start = at;
    const tag = varint();
    const number = Math.floor(tag / 8);
    let content: Buffer | undefined;
    switch (tag % 8) {
      case VARINT:
        varint();
        break;
      case FIXED_64:
        at += 8;
        break;
      case BYTES: {
        const length = varint();
        content = message.subarray(at, at + length);
        at += length;
        break;
      }
      case FIXED_32:
        at += 4;
        break;
      default:
        throw new Error(`Field ${number} has an unknown kind.`);
    }
    if (at > message.length) {
      throw new Error(`Field ${number} ends after the message.`);
    }
    yield { number, start, end: at, content };
  }
}
