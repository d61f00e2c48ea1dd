/**
 * Values that nobody knows at synth. (`Token.asString('${…}')` would be the text itself, and no token.)
 */
import { Lazy } from 'cdktf';

export const unknownText = (name = 'unknown'): string =>
  Lazy.stringValue({ produce: () => `\${var.${name}}` });

export const unknownNumber = (): number => Lazy.numberValue({ produce: () => 1 });

export const unknownList = (): string[] => Lazy.listValue({ produce: () => ['${var.unknown}'] });
