/**
 * The TypeScript that a compiled module was made from: the bindings are published with their sources inside.
 */
import { unexpectedText } from './schema-derivation-error';

const MARK = '//# sourceMappingURL=data:application/json;base64,';

/**
 * Takes the original text out of a compiled module.
 *
 * @param file where the module is, for messages
 */
export function originalText(file: string, compiled: string): string {
  // A string in the code may look like the mark; the real one stands at the end.
  const start = compiled.lastIndexOf(MARK);
  if (start < 0) {
    throw unexpectedText(file, 'an inline source map at the end');
  }
  const json = Buffer.from(compiled.slice(start + MARK.length), 'base64').toString('utf8');
  const [text] = sourcesOf(json);
  if (typeof text !== 'string' || text === '') {
    throw unexpectedText(file, 'a source map with the original text in "sourcesContent"');
  }
  return text;
}

function sourcesOf(json: string): readonly unknown[] {
  try {
    const map: unknown = JSON.parse(json);
    const sources =
      typeof map === 'object' && map !== null && 'sourcesContent' in map ? map.sourcesContent : undefined;
    return Array.isArray(sources) ? sources : [];
  } catch {
    return [];
  }
}
