/**
 * Texts of users within user data, where shells and Terraform read the same characters differently.
 */

/** A token of CDKTF begins like an expression, and has to stay one. */
const EXPRESSION_BEGIN = /\$\{(?!TfToken\[)/g;
const DIRECTIVE_BEGIN = /%\{/g;
const TOKEN = /\$\{TfToken\[[^\]]*\]\}/g;

/**
 * A script as it stands: `${HOME}` of a shell and `%{` of PowerShell would be taken for expressions of Terraform, which
 * knows no such variable and refuses the plan.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */
export function literalText(script: string): string {
  // In a replacement, `$$` is one dollar sign.
  return script.replace(EXPRESSION_BEGIN, '$$$${').replace(DIRECTIVE_BEGIN, '%%{');
}

/** The lines of a script, without the line break at its end; none for no script. */
export function scriptLines(script: string | undefined): string[] {
  return script === undefined ? [] : literalText(script).replace(/\n$/, '').split('\n');
}

/** The bytes of what is known at synth of a text: never more than there will be. */
export function knownBytes(text: string): number {
  const known = text
    .replace(TOKEN, '')
    .replace(/\$\$\{/g, '${')
    .replace(/%%\{/g, '%{');
  return Buffer.byteLength(known, 'utf8');
}

/** Quoted for a POSIX shell, which looks into nothing between single quotes. */
export function shellQuoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** Quoted for PowerShell, which doubles a single quote between single quotes. */
export function powerShellQuoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
