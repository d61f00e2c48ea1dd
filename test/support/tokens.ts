/**
 * Values that nobody knows at synth. (`Token.asString('${…}')` would be no token, but the text.)
 */
import { Lazy, Token } from 'cdktf';

export const unknownText = (name = 'unknown'): string =>
  Lazy.stringValue({ produce: () => `\${var.${name}}` });

export const unknownNumber = (): number => Lazy.numberValue({ produce: () => 1 });

export const unknownList = (): string[] => Token.asList('${var.unknown}');
