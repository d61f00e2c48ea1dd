/**
 * Reads the small part of YAML in which people and Terraform write lists of maps into a ConfigMap: block and flow lists,
 * maps, quoted and plain texts, comments; and JSON, which is YAML too. Plain values stay texts. Pure.
 */
import type { Known } from '../protocol/value';

interface Line {
  readonly indent: number;
  readonly text: string;
}

const KEY = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'[\]{}#,][^#]*?)\s*:(?:\s+(.*))?$/;

/**
 * The value of a text.
 *
 * @throws Error when it is not of that part of YAML
 */
export function parseYaml(text: string): Known {
  try {
    return JSON.parse(text) as Known;
  } catch {
    const reader = new BlockReader(linesOf(text));
    return reader.readAll();
  }
}

class BlockReader {
  private at = 0;

  public constructor(private readonly lines: Line[]) {}

  public readAll(): Known {
    const first = this.lines[0];
    const value = first === undefined ? null : this.readBlock(first.indent);
    if (this.at < this.lines.length) {
      throw new Error(`Not understood in YAML: ${this.lines[this.at]?.text ?? ''}`);
    }
    return value;
  }

  private readBlock(indent: number): Known {
    const line = this.lines[this.at];
    if (line === undefined) {
      return null;
    }
    if (isItem(line)) {
      return this.readList(indent);
    }
    if (KEY.test(line.text)) {
      return this.readMap(indent);
    }
    this.at++;
    return scalar(line.text);
  }

  private readList(indent: number): Known {
    const items: Known[] = [];
    for (
      let line = this.lines[this.at];
      line?.indent === indent && isItem(line);
      line = this.lines[this.at]
    ) {
      const rest = line.text.slice(1).trimStart();
      if (rest === '') {
        this.at++;
        items.push(this.readNested(indent + 1));
      } else {
        // What stands behind the dash is a block of its own, as far in as it stands.
        const inner = indent + line.text.length - rest.length;
        this.lines[this.at] = { indent: inner, text: rest };
        items.push(this.readBlock(inner));
      }
    }
    return items;
  }

  private readMap(indent: number): Known {
    const map: { [name: string]: Known } = {};
    for (let line = this.lines[this.at]; line?.indent === indent; line = this.lines[this.at]) {
      const match = KEY.exec(line.text);
      if (match === null || isItem(line)) {
        break;
      }
      const [, key = '', value = ''] = match;
      this.at++;
      map[unquote(key)] = value === '' ? this.readValueBelow(indent) : scalar(value);
    }
    return map;
  }

  /** A list may stand as far in as its key. */
  private readValueBelow(indent: number): Known {
    const next = this.lines[this.at];
    return next?.indent === indent && isItem(next) ? this.readList(indent) : this.readNested(indent + 1);
  }

  private readNested(least: number): Known {
    const next = this.lines[this.at];
    return next !== undefined && next.indent >= least ? this.readBlock(next.indent) : null;
  }
}

function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trimEnd())
    .filter((line) => line.trim() !== '' && line.trim() !== '---')
    .map((line) => ({ indent: line.length - line.trimStart().length, text: line.trimStart() }));
}

function isItem({ text }: Line): boolean {
  return text === '-' || text.startsWith('- ');
}

function scalar(text: string): Known {
  if (text.startsWith('[') && text.endsWith(']')) {
    return splitFlow(text.slice(1, -1)).map(scalar);
  }
  if (text.startsWith('{') && text.endsWith('}')) {
    return Object.fromEntries(
      splitFlow(text.slice(1, -1)).map((part) => {
        const [, key = '', value = ''] = KEY.exec(part) ?? [];
        return [unquote(key), scalar(value)];
      }),
    );
  }
  return text === 'null' || text === '~' || text === '' ? null : unquote(text);
}

/** Parts at the commas that are in no quotes, brackets or braces. */
function splitFlow(text: string): readonly string[] {
  const parts = text.match(/(?:"[^"]*"|'[^']*'|\[[^\]]*\]|\{\{[^}]*\}\}|\{[^}]*\}|[^,])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function unquote(text: string): string {
  if (text.startsWith('"') && text.endsWith('"') && text.length > 1) {
    return text.slice(1, -1).replace(/\\(.)/g, '$1');
  }
  return text.startsWith("'") && text.endsWith("'") && text.length > 1
    ? text.slice(1, -1).replaceAll("''", "'")
    : text;
}
