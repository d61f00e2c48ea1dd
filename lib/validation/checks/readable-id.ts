/**
 * Construct ids from ARNs and from references, for things whose address must follow what they are about.
 */
import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';
import { shortHash } from './names';

/** What a text is rendered as: two tokens for the same attribute read alike. */
export function rendered(scope: IConstruct, text: string): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return String(Tokenization.resolve(text, { scope, resolver }));
}

/**
 * An id that is readable, and different for different texts: where characters had to be replaced, it ends in a hash.
 *
 * @param text a text without tokens; the braces of an expression are left out
 * @param parts the readable parts that the id consists of
 */
export function readableId(text: string, parts: readonly string[]): string {
  const plain = parts.join('-').replace(/^\$\{|\}$/g, '');
  const id = plain.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^-+|-+$/g, '');
  return id === plain ? id : `${id}-${shortHash(text)}`;
}
