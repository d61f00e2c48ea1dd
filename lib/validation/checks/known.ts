/**
 * Whether a value is known at synth. Beside tokens there are expressions in plain text, and the elements that a list
 * token turns into when it is spread.
 */
import { Token } from 'cdktf';

/** False for tokens, for expressions such as `${var.x}` in plain text, and for elements of a list token. */
export function isKnown(value: unknown): boolean {
  if (Token.isUnresolved(value)) {
    return false;
  }
  return typeof value !== 'string' || (!value.includes('${') && !Token.isUnresolved([value]));
}

/** A map that can be merged with others; one that is a token has been reported and counts as empty until then. */
export function literalMap(map: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return map === undefined || !isKnown(map) ? {} : { ...map };
}
