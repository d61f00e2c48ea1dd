/**
 * Values that nobody knows at synth. (`Token.asString('${…}')` would be no token, but the text.)
 */
import { DefaultTokenResolver, Lazy, StringConcat, Token, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';

export const unknownText = (name = 'unknown'): string =>
  Lazy.stringValue({ produce: () => `\${var.${name}}` });

export const unknownNumber = (): number => Lazy.numberValue({ produce: () => 1 });

export const unknownList = (): string[] => Token.asList('${var.unknown}');

/** What a value is rendered as in the stack of a construct. */
export function rendering(scope: IConstruct, value: unknown): unknown {
  return Tokenization.resolve(value, {
    scope,
    resolver: new DefaultTokenResolver(new StringConcat()),
  }) as unknown;
}
