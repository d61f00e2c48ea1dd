/**
 * Every file with what becomes of it, to be read: mappings, notes and code, or what is said of a file that is none.
 */
import { expect, test } from '@jest/globals';
import { AwsAuthError, convertAwsAuth } from '../../../lib/access/aws-auth';
import { tableText } from '../../../lib/cli/convert-aws-auth/table';
import type { Fixture } from './fixtures';
import { fixtures } from './fixtures';

function resultOf({ text, options }: Fixture): string {
  try {
    const conversion = convertAwsAuth(text, options);
    return `${tableText(conversion)}\n\n${conversion.code}`;
  } catch (error) {
    if (error instanceof AwsAuthError) {
      return error.message;
    }
    throw error;
  }
}

test.each(fixtures().map((fixture) => [fixture.name, fixture] as const))('%s', (_name, fixture) => {
  const started = performance.now();
  const result = resultOf(fixture);
  expect(performance.now() - started).toBeLessThan(5000);
  expect(result).toMatchSnapshot();
  expect(resultOf(fixture)).toBe(result);
});
