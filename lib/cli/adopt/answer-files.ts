/**
 * Reads files with answers of AWS.
 */
import { readFileSync } from 'node:fs';
import type { Document } from '../../adoption/answers';
import { jsonDocuments } from '../../adoption/answers';
import { CommandError } from '../command';

/**
 * All documents of files, in the order of the files.
 *
 * @throws CommandError for a file that cannot be read as JSON
 */
export function readAnswerFiles(files: readonly string[]): readonly Document[] {
  return files.flatMap((file) => {
    const text = read(file);
    try {
      return jsonDocuments(text).map((content) => ({ source: file, content }));
    } catch (error) {
      throw new CommandError(
        `${file} cannot be read as JSON: ${messageOf(error)}. Let the AWS command line print with --output json.`,
        { cause: error },
      );
    }
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
