/**
 * What is done for each call of Terraform: messages become values, the session is asked, and its answer becomes a message.
 */
import type { BlockSchema, Path, PathStep, ProviderSchema } from '../schema/schema';
import { DynamicTypes } from './dynamic-types';
import type {
  DiagnosticMessage,
  Diagnosed,
  DynamicValue,
  PathMessage,
  PathStepMessage,
  ProviderCalls,
} from './messages';
import type { Diagnostic, ProviderSession } from './provider';
import { schemaAnswer } from './schema-messages';
import { readStoredValues } from './stored-values';
import type { Values } from './value';
import { decodeValues, encodeValues } from './wire-values';

type Request<Name extends keyof ProviderCalls> = ProviderCalls[Name]['request'];
type Answer<Name extends keyof ProviderCalls> = ProviderCalls[Name]['answer'];

/** How one call is answered. */
export interface CallHandler<RequestMessage, AnswerMessage> {
  answer(session: ProviderSession, request: RequestMessage): AnswerMessage | Promise<AnswerMessage>;
  /** The answer when something was thrown: whatever it is about stays as it was. */
  failed(request: RequestMessage, diagnostics: readonly DiagnosticMessage[]): AnswerMessage;
}

/** A handler for every call. */
export type CallHandlers = {
  readonly [Name in keyof ProviderCalls]: CallHandler<Request<Name>, Answer<Name>>;
};

const NOTHING = new Uint8Array();

/** The handlers for a provider with this schema. */
export function callHandlers(schema: ProviderSchema): CallHandlers {
  const resource = (type: string): BlockSchema => blockOf(schema.resources, 'resource type', type);
  const dataSource = (type: string): BlockSchema => blockOf(schema.dataSources, 'data source', type);
  return {
    GetProviderSchema: {
      answer: () => schemaAnswer(schema),
      failed: (_request, diagnostics) => ({
        ...schemaAnswer({ provider: { attributes: {}, blocks: {} }, resources: {}, dataSources: {} }),
        diagnostics,
      }),
    },
    ValidateProviderConfig: {
      answer: (session, { config }) =>
        diagnosed(session.validate('provider', '', givenValues(config, schema.provider))),
      failed: (_request, diagnostics) => ({ diagnostics }),
    },
    ValidateResourceConfig: {
      answer: (session, { typeName, config }) =>
        diagnosed(session.validate('resource', typeName, givenValues(config, resource(typeName)))),
      failed: (_request, diagnostics) => ({ diagnostics }),
    },
    ValidateDataResourceConfig: {
      answer: (session, { typeName, config }) =>
        diagnosed(session.validate('data', typeName, givenValues(config, dataSource(typeName)))),
      failed: (_request, diagnostics) => ({ diagnostics }),
    },
    ConfigureProvider: {
      answer: (session, { config }) => diagnosed(session.configure(givenValues(config, schema.provider))),
      failed: (_request, diagnostics) => ({ diagnostics }),
    },
    UpgradeResourceState: {
      answer: (session, { typeName, rawState }) => {
        const block = resource(typeName);
        const types = new DynamicTypes();
        const stored = readStoredValues(rawState?.json ?? '{}', block, types);
        const { state, diagnostics } = session.upgrade(typeName, stored);
        return { upgradedState: encodeValues(state, block, types), ...diagnosed(diagnostics) };
      },
      failed: (_request, diagnostics) => ({ diagnostics }),
    },
    ReadResource: {
      answer: async (session, { typeName, currentState, private: own }) => {
        const block = resource(typeName);
        const types = new DynamicTypes();
        const current = decodeValues(currentState, block, types);
        if (current === undefined) {
          return { newState: currentState, private: own, diagnostics: [] };
        }
        const { state, diagnostics } = await session.read(typeName, current);
        return { newState: encodeValues(state, block, types), private: own, ...diagnosed(diagnostics) };
      },
      failed: ({ currentState, private: own }, diagnostics) => ({
        newState: currentState,
        private: own,
        diagnostics,
      }),
    },
    PlanResourceChange: planHandler(resource),
    ApplyResourceChange: applyHandler(resource),
    ImportResourceState: {
      answer: async (session, { typeName, id }) => {
        const { resources, diagnostics } = await session.import(typeName, id);
        const importedResources = resources.map(({ type, state }) => ({
          typeName: type,
          state: encodeValues(state, resource(type)),
        }));
        return { importedResources, ...diagnosed(diagnostics) };
      },
      failed: (_request, diagnostics) => ({ importedResources: [], diagnostics }),
    },
    ReadDataSource: {
      answer: async (session, { typeName, config }) => {
        const block = dataSource(typeName);
        const types = new DynamicTypes();
        const { state, diagnostics } = await session.readData(typeName, givenValues(config, block, types));
        return { state: encodeValues(state, block, types), ...diagnosed(diagnostics) };
      },
      failed: (_request, diagnostics) => ({ diagnostics }),
    },
    StopProvider: {
      answer: (session) => {
        session.stop();
        return { error: '' };
      },
      failed: (_request, diagnostics) => ({
        error: diagnostics.map(({ summary, detail = '' }) => `${summary} ${detail}`).join('\n'),
      }),
    },
  };
}

function planHandler(resource: (type: string) => BlockSchema): CallHandlers['PlanResourceChange'] {
  return {
    answer: (session, request) => {
      const type = request.typeName;
      const block = resource(type);
      const types = new DynamicTypes();
      const prior = decodeValues(request.priorState, block, types);
      const proposed = decodeValues(request.proposedNewState, block, types);
      // Last, because an unchanged dynamic value takes the type that the configuration gives it now.
      const config = decodeValues(request.config, block, types);
      const answer = session.plan({ type, prior, proposed, config });
      return {
        plannedState: encodeValues(answer.planned, block, types),
        requiresReplace: answer.requiresReplace.map(pathMessage),
        plannedPrivate: request.priorPrivate,
        legacyTypeSystem: answer.legacyTypeSystem === true,
        ...diagnosed(answer.diagnostics),
      };
    },
    failed: ({ priorPrivate }, diagnostics) => ({
      requiresReplace: [],
      plannedPrivate: priorPrivate,
      legacyTypeSystem: false,
      diagnostics,
    }),
  };
}

function applyHandler(resource: (type: string) => BlockSchema): CallHandlers['ApplyResourceChange'] {
  return {
    answer: async (session, request) => {
      const type = request.typeName;
      const block = resource(type);
      const types = new DynamicTypes();
      const prior = decodeValues(request.priorState, block, types);
      const config = decodeValues(request.config, block, types);
      // Last, because Terraform compares what comes out with what was planned.
      const planned = decodeValues(request.plannedState, block, types);
      const answer = await session.apply({ type, prior, planned, config });
      return {
        newState: encodeValues(answer.state, block, types),
        private: answer.state === undefined ? NOTHING : request.plannedPrivate,
        legacyTypeSystem: answer.legacyTypeSystem === true,
        ...diagnosed(answer.diagnostics),
      };
    },
    failed: ({ priorState, plannedPrivate }, diagnostics) => ({
      newState: priorState,
      private: plannedPrivate,
      legacyTypeSystem: false,
      diagnostics,
    }),
  };
}

function blockOf(blocks: { readonly [type: string]: BlockSchema }, kind: string, type: string): BlockSchema {
  const block = blocks[type];
  if (block === undefined) {
    throw new Error(`The provider's schema has no ${kind} ${type}.`);
  }
  return block;
}

/** A configuration is never missing; Terraform sends nothing only for what is to be deleted. */
function givenValues(message: DynamicValue | null, block: BlockSchema, types?: DynamicTypes): Values {
  const values = decodeValues(message, block, types);
  if (values === undefined) {
    throw new Error('Terraform sent no configuration.');
  }
  return values;
}

function diagnosed(diagnostics: readonly Diagnostic[]): Diagnosed {
  return {
    diagnostics: diagnostics.map(({ severity, summary, detail }) => ({
      severity: severity === 'error' ? 'ERROR' : 'WARNING',
      summary,
      ...(detail === undefined ? {} : { detail }),
    })),
  };
}

function pathMessage(path: Path): PathMessage {
  return { steps: path.map(stepMessage) };
}

function stepMessage(step: PathStep): PathStepMessage {
  if ('attribute' in step) {
    return { attributeName: step.attribute };
  }
  return 'index' in step ? { elementKeyInt: step.index } : { elementKeyString: step.key };
}
