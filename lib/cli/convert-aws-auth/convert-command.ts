/**
 * `safe-eks convert-aws-auth`: what becomes of the lines of aws-auth.
 */
import { createReadStream, writeFileSync } from 'node:fs';
import { AwsAuthError } from '../../access/aws-auth/aws-auth-error';
import type { AwsAuthConversion } from '../../access/aws-auth/conversion';
import { convertAwsAuth } from '../../access/aws-auth/convert';
import { LARGEST_FILE } from '../../access/aws-auth/yaml-reader';
import type { Command } from '../command';
import { CommandError } from '../command';
import type { ConvertArguments } from './arguments';
import { CONVERT_HELP, readConvertArguments } from './arguments';
import { exitCodeOf, jsonResult, tableMarkdown, tableText } from './table';

/** The subcommand. */
export const CONVERT_AWS_AUTH: Command = {
  name: 'convert-aws-auth',
  summary: 'Converts the ConfigMap aws-auth into access entries.',
  help: CONVERT_HELP,
  run: async (arguments_, terminal) => {
    const wanted = readConvertArguments(arguments_);
    const { file, format, output, tableOnly } = wanted;
    const text = decode(file, await read(file));
    const conversion = convert(text, wanted);
    const shown =
      format === 'json'
        ? JSON.stringify(jsonResult(conversion), undefined, 2)
        : format === 'markdown'
          ? tableMarkdown(conversion)
          : tableText(conversion);
    if (output !== undefined) {
      write(output, conversion.code);
    }
    terminal.line(shown);
    if (format === 'json') {
      return exitCodeOf(conversion);
    }
    if (output !== undefined) {
      terminal.line(`The code is in ${output}.`);
    } else if (!tableOnly && conversion.code !== '') {
      terminal.line(format === 'markdown' ? `\n\`\`\`ts\n${conversion.code}\`\`\`` : `\n${conversion.code}`);
    }
    return exitCodeOf(conversion);
  },
};

function convert(text: string, { options }: ConvertArguments): AwsAuthConversion {
  try {
    return convertAwsAuth(text, options);
  } catch (error) {
    throw error instanceof AwsAuthError ? new CommandError(error.message, { cause: error }) : error;
  }
}

/** Never more than is of use: a device or a pipe may not end. */
async function read(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of file === '-' ? process.stdin : createReadStream(file)) {
      const bytes = Buffer.from(chunk as Uint8Array);
      size += bytes.length;
      if (size > LARGEST_FILE * 2) {
        throw new CommandError(
          `${file === '-' ? 'Standard input' : file} is too large for a ConfigMap. Name the file with aws-auth.`,
        );
      }
      chunks.push(bytes);
    }
  } catch (error) {
    throw error instanceof CommandError
      ? error
      : new CommandError(
          `${file} cannot be read: ${messageOf(error)}. Name a file, or - for standard input.`,
        );
  }
  return Buffer.concat(chunks);
}

/** UTF-8, and UTF-16 where a shell on Windows has written it. */
function decode(file: string, bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // UTF-16 without the mark at its beginning is UTF-8 too, with a zero in each character.
    if (!text.includes('\0')) {
      return text;
    }
  } catch {
    // Said below.
  }
  throw new CommandError(
    `${file} is no text in UTF-8. Name what kubectl get configmap aws-auth -o yaml gives.`,
  );
}

function write(file: string, code: string): void {
  try {
    writeFileSync(file, code, { flag: 'wx' });
  } catch (error) {
    throw new CommandError(
      `${file} cannot be written: ${messageOf(error)}. Name a file that does not exist yet, in a folder that does.`,
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
