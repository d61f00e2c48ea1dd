/**
 * What is thrown when no schema can be had: a simulated provider with half a schema would accept what the real one
 * rejects, so nothing here is ever guessed.
 */

/** No schema can be derived; the message names what is missing, or the file and what was expected in it. */
export class SchemaDerivationError extends Error {
  public override readonly name = 'SchemaDerivationError';
}

/** A file that is not what the generator of the bindings writes. */
export function unexpectedText(file: string, expected: string): SchemaDerivationError {
  return new SchemaDerivationError(
    `${file} does not have the expected form: ${expected}. ` +
      'Only provider bindings that `cdktf-cli` generated, with their source maps, can be read.',
  );
}
