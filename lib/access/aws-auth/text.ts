/**
 * Texts of the file in messages and in code: whatever they hold, they stay within their quotes and their line.
 */

/**
 * Control characters, line separators, invisible and direction-changing characters, spaces other than the usual one, halves of
 * surrogate pairs: they could end a line comment, steer a terminal, or make code look like something else.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;
const LONGEST_SHOWN = 160;

/** The inside of a single-quoted literal of TypeScript that means the text. */
function escaped(text: string): string {
  return text.replace(/[\\']/g, '\\$&').replace(UNSEEN, (unseen) => {
    const known: { readonly [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
    return known[unseen] ?? Array.from({ length: unseen.length }, (_, index) => unit(unseen, index)).join('');
  });
}

function unit(text: string, index: number): string {
  return `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`;
}

/** A text as a literal of TypeScript. */
export function literal(text: string): string {
  return `'${escaped(text)}'`;
}

/** A text as it stands in messages and comments. */
export function quoted(text: string): string {
  return text.length <= LONGEST_SHOWN ? literal(text) : `'${escaped(text.slice(0, LONGEST_SHOWN))}…'`;
}

/** A text from elsewhere that stands in a message without quotes, such as the words of the YAML parser. */
export function unquoted(text: string): string {
  return escaped(text.slice(0, LONGEST_SHOWN)).replace(/\\(['\\])/g, '$1');
}

/** Such as `'a', 'b' and 'c'`. */
export function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, 8).map(quoted);
  const more = texts.length - shown.length;
  const all = more > 0 ? [...shown, `${String(more)} more`] : shown;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`;
}

/**
 * Breaks a text into lines of at most so many characters, at spaces outside quotes: a line that begins with what somebody put
 * between quotes could be read as a directive, such as ts-ignore. What is longer has a line of its own.
 */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const [word] of text.matchAll(/(?<=^|\s)'(?:[^'\\]|\\.)*'\S*|\S+/g)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = `${last} ${word}`;
    }
  }
  return lines;
}
