/**
 * Errors of rules in the words of a provider.
 */
import type { Diagnostic } from '../protocol/provider';
import { ApiError, PlanError } from './api-error';

/**
 * Such as `creating aws_eks_node_group (main:workers): InvalidParameterException: …`.
 *
 * @throws whatever is no answer of a service: a mistake in the rules
 */
export function diagnosticOf(doing: string, error: unknown): Diagnostic {
  if (error instanceof PlanError) {
    return { severity: 'error', summary: error.message };
  }
  if (error instanceof ApiError) {
    return { severity: 'error', summary: `${doing}: ${error.message}` };
  }
  throw error;
}

/** An object for people: its type and, when it has one, its name. */
export function describeObject(type: string, name: string): string {
  return name === '' ? type : `${type} (${name})`;
}
