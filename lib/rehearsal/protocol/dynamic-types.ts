/**
 * Which types values had that bring their own.
 *
 * Where a schema says "dynamic", Terraform writes the type beside the value, and compares both: a list of strings that
 * comes back as a tuple is a change to it. A JavaScript value does not know the difference, so what came in with a request
 * is remembered until its answer is written.
 */
import { isValueList, isValues, UNKNOWN, type Value } from './value';
import { typeOfMember, typeOfValue, type WireType } from './wire-types';

/** The types of the dynamic values in one request. What came in last counts. */
export class DynamicTypes {
  private readonly types = new Map<string, WireType>();

  /** Remembers the type of a value and of everything in it. */
  public remember(path: string, value: Value, type: WireType): void {
    const content = contentOf(value);
    this.types.set(`${path} ${content}`, type);
    if (isValueList(value)) {
      this.types.set(content, type);
      value.forEach((part, index) => {
        this.remember(`${path}[${index}]`, part, typeOfMember(type, index));
      });
    } else if (isValues(value)) {
      this.types.set(content, type);
      Object.entries(value).forEach(([name, part]) => {
        this.remember(`${path}.${name}`, part, typeOfMember(type, name));
      });
    }
  }

  /** The type that a value had there, or had elsewhere, or else the one that it has by itself. */
  public typeOf(path: string, value: Value): WireType {
    const content = contentOf(value);
    return (
      this.types.get(`${path} ${content}`) ??
      this.types.get(content) ??
      typeOfValue(value, (part, step) => this.typeOf(path + step, part))
    );
  }
}

/** A text that two values share only when they are the same. */
function contentOf(value: Value): string {
  return typeof value === 'symbol'
    ? '?'
    : JSON.stringify(value, (_name, part: Value) => (part === UNKNOWN ? { '?': true } : part));
}
