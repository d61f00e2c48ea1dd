/**
 * Numbers as Terraform means them. It calculates with more digits than a double has, so a number that JavaScript cannot
 * hold exactly (an integer beyond 2^53, a fraction of more than seventeen digits) stays a text on its way through.
 */

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
/** The texts and the numbers of a JSON document; a number within a text is none. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** A number, or its text when the number would be another one. */
export function numberFromText(text: string): number | string {
  const number = Number(text);
  const isExact = String(number) === text && (!Number.isInteger(number) || Number.isSafeInteger(number));
  return isExact ? number : text;
}

/** Whether a text is a number. */
export function isNumeric(text: string): boolean {
  return NUMBER.test(text);
}

/**
 * A number for Terraform. A fraction goes as text, because the 0.1 of a configuration is not the double 0.1, and only the
 * decimal digits say which of the two is meant.
 */
export function numberToWire(value: number): number | string {
  if (Number.isSafeInteger(value)) {
    return value;
  }
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

/** Parses JSON; numbers that would become others are texts in the result. */
export function parseExactly(json: string): unknown {
  return JSON.parse(
    json.replace(TEXT_OR_NUMBER, (token) =>
      token.startsWith('"') || typeof numberFromText(token) === 'number' ? token : `"${token}"`,
    ),
  );
}
