// Speed only: every cdktf token records the stack trace of its creation, which under jest (source maps, deep
// module wrappers) makes a synth about eight times slower. No test looks at those traces.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- a private module without type declarations of its own
const stackTrace = require('cdktf/lib/tokens/private/stack-trace') as { captureStackTrace: () => string[] };

stackTrace.captureStackTrace = () => [];
