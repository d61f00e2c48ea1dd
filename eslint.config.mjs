// @ts-check
// Two kinds of rule: typescript-eslint's strict set for every file, and the house rules of lib/ — which room may
// import which, and that no import pulls a whole provider into memory.
import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** A provider's barrel loads every resource type: 4–5 s and 560 MB instead of 0.4 s and 75 MB. */
const noBarrel = {
  regex: '^@cdktf/provider-[^/]+(/lib(/index(\\.js)?)?)?/?$',
  message:
    "Import the submodule, e.g. '@cdktf/provider-aws/lib/eks-cluster': the barrel loads every resource type.",
};

/** The library can be built for a successor of cdktf by rewriting a handful of module names; keep it to those. */
const onlyPublicEntryPoints = {
  regex: '^(?!\\.{1,2}(/|$)|node:|constructs$|cdktf$|@cdktf/provider-)',
  message:
    "lib/ imports only 'cdktf', 'constructs', '@cdktf/provider-*/lib/<type>', 'node:*' and its own files.",
};

/** A rehearsal speaks Terraform's provider protocol; nothing else in lib/ needs more than cdktf and the providers. */
const onlyRehearsalPackages = {
  regex: '^(?!\\.{1,2}(/|$)|node:|cdktf$|@grpc/(grpc-js|proto-loader)$|@msgpack/msgpack$)',
  message:
    'lib/rehearsal imports cdktf, its protocol libraries, node:* and own files; no constructs of lib/.',
};

const noRehearsal = {
  regex: '^\\.{1,2}/(.*/)?rehearsal(/.*)?$',
  message: 'lib/rehearsal is an entry point of its own; nothing else in lib/ imports it.',
};

/** The converter reads YAML and writes text; the main entry point must load without a YAML parser. */
const onlyConverterPackages = {
  regex: '^(?!\\.{1,2}/|yaml$)',
  message:
    "lib/access/aws-auth imports 'yaml' and own files: no construct, no provider, nothing of the machine.",
};

const onlyPureChecks = {
  regex: '^\\.\\./\\.\\./(?!validation/checks/arn$)',
  message: 'lib/access/aws-auth shares with the rest of lib/ only how an ARN is read.',
};

const noConverter = {
  regex: '^\\.{1,2}/(.*/)?aws-auth/',
  message: 'lib/access/aws-auth is an entry point of its own; only lib/cli uses it besides.',
};

/** A review reads one JSON and nothing else, so that it can run wherever a plan is. */
const onlyPlanReview = {
  regex: '^(?!\\./|\\.\\./validation/checks/)',
  message: 'lib/plan-review imports own files and lib/validation/checks.',
};

const noPlanReview = {
  regex: '^\\.{1,2}/(.*/)?plan-review(/.*)?$',
  message: 'lib/plan-review is for lib/testing and lib/cli; the main entry point must not load it.',
};

/** An examination compares plain data: with AWS at one end and a stack at the other, both are read elsewhere. */
const onlyDoctor = {
  regex:
    '^(?!\\./|\\.\\./(validation/checks/|plan-review/(json|kubernetes-minor)$|addons/addon-name$|cluster/(cluster-logging|kubernetes-version)$))',
  message:
    'lib/doctor imports own files, lib/validation/checks, what lib/plan-review reads JSON and versions with, and lists of names.',
};

const noDoctor = {
  regex: '^\\.{1,2}/(.*/)?doctor(/.*)?$',
  message: 'lib/doctor is for lib/cli.',
};

/** Only types: the packages are optional, and are loaded when the command runs. */
const onlyDoctorPackages = {
  regex: '^(?!\\.{1,2}(/|$)|node:|@aws-sdk/client-(eks|ec2)$)',
  message: 'lib/cli/doctor imports node:*, own files, and types of the two clients of the AWS SDK.',
};

/** Reads JSON and writes text, with the names of the library that it writes; what loads a provider it only knows as types. */
const onlyAdoption = {
  regex:
    '^(?!\\./|\\.\\./(validation/checks/|plan-review/json$|addons/addon-name$|nodes/ami-family$|cluster/kubernetes-version$))',
  message:
    'lib/adoption imports own files, lib/validation/checks, what lib/plan-review reads JSON with, and lists of names.',
};

const noAdoption = {
  regex: '^\\.{1,2}/(.*/)?adoption(/.*)?$',
  message: 'lib/adoption is for lib/cli.',
};

/** As of the doctor, with whom it shares how AWS is asked; configuration of add-ons may be YAML. */
const onlyAdoptPackages = {
  regex: '^(?!\\.{1,2}(/|$)|node:|yaml$|@aws-sdk/client-eks$)',
  message: "lib/cli/adopt imports node:*, own files, 'yaml', and types of the client of EKS.",
};

const noCli = {
  regex: '^\\.{1,2}/(.*/)?cli(/.*)?$',
  message: 'lib/cli is the program safe-eks; nothing else in lib/ imports it.',
};

const noAws = {
  regex: '^@cdktf/provider-',
  message: 'lib/validation and lib/ordering know nothing of any provider.',
};

const noHeavyProviders = {
  regex: '^@cdktf/provider-(?!aws(/|$))',
  message:
    'Optional providers belong to the entry point lib/kubernetes: the main one must load without them.',
};

const noClusterClass = {
  regex: '(^|/)cluster(/index|/safe-eks-cluster)?$',
  message: 'Only lib/cluster knows the class; every other room knows ISafeEksCluster.',
};

const noTesting = {
  regex: '^\\.{1,2}/(.*/)?testing(/.*)?$',
  message: "lib/testing is for users' tests; nothing in lib/ uses it.",
};

const noOwnEntryPoints = {
  regex: '^\\.{1,2}/(.*/)?kubernetes(/.*)?$',
  message: 'lib/kubernetes is an entry point of its own (optional peers); nothing else in lib/ imports it.',
};

const noRoot = {
  regex: '^(\\.\\./)+(index)?$|^\\.\\.$|^\\.(/index)?$',
  message: 'Import the file that defines it, not an index: indexes are for users, and make import cycles.',
};

const library = [
  noBarrel,
  onlyPublicEntryPoints,
  noTesting,
  noRehearsal,
  noConverter,
  noPlanReview,
  noDoctor,
  noAdoption,
  noCli,
  noRoot,
];

/** @param {{ regex: string, message: string }[]} patterns */
const forbid = (...patterns) => ({
  '@typescript-eslint/no-restricted-imports': /** @type {const} */ (['error', { patterns }]),
});

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '**/cdktf.out/', '.cache/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/explicit-function-return-type': [
        'error',
        { allowExpressions: true, allowTypedFunctionExpressions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // jsii, which checks the public types and writes API.md, knows index signatures but not Record.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Keys of synthesized JSON are data, and read better in brackets than as properties.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // A private constructor that does nothing says that there is no other way in than the statics.
      '@typescript-eslint/no-empty-function': ['error', { allow: ['private-constructors'] }],
      // Constructs are created for their side effect on the tree, and classes with statics only are enum-like.
      'no-new': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      ...forbid(noBarrel),
      eqeqeq: 'error',
    },
  },

  {
    files: ['lib/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 350 }],
      'no-console': 'error',
      '@typescript-eslint/explicit-member-accessibility': 'error',
      // The same input gives the same bytes: no clock, no chance, nothing of the machine or the person.
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportExpression', message: 'No promises at synth.' },
        {
          selector: 'MemberExpression[object.name="Math"][property.name="random"]',
          message: 'Synth is deterministic.',
        },
        {
          selector: 'MemberExpression[object.name="Date"][property.name="now"]',
          message: 'Synth is deterministic.',
        },
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'Synth is deterministic.',
        },
        {
          selector: 'MemberExpression[object.name="process"][property.name="env"]',
          message: 'Synth depends on its input only, not on the environment.',
        },
      ],
      ...forbid(...library, noHeavyProviders, noOwnEntryPoints, noClusterClass),
    },
  },
  // The rooms that differ; the last entry that matches a file replaces the rule.
  { files: ['lib/cluster/**/*.ts'], rules: forbid(...library, noHeavyProviders, noOwnEntryPoints) },
  {
    files: ['lib/validation/**/*.ts', 'lib/ordering/**/*.ts'],
    rules: forbid(...library, noAws, noOwnEntryPoints, noClusterClass),
  },
  { files: ['lib/kubernetes/**/*.ts'], rules: forbid(...library, noClusterClass) },
  {
    files: ['lib/index.ts'],
    rules: forbid(
      noBarrel,
      onlyPublicEntryPoints,
      noTesting,
      noRehearsal,
      noConverter,
      noPlanReview,
      noDoctor,
      noAdoption,
      noCli,
      noOwnEntryPoints,
    ),
  },
  {
    files: ['lib/{kubernetes,testing}/index.ts'],
    rules: forbid(noBarrel, onlyPublicEntryPoints, noTesting, noDoctor, noAdoption, noCli, noClusterClass),
  },
  {
    files: ['lib/testing/**/*.ts'],
    rules: forbid(
      noBarrel,
      onlyPublicEntryPoints,
      noRehearsal,
      noDoctor,
      noAdoption,
      noCli,
      noOwnEntryPoints,
    ),
  },
  { files: ['lib/plan-review/**/*.ts'], rules: forbid(onlyPlanReview) },
  { files: ['lib/doctor/**/*.ts'], rules: forbid(onlyDoctor) },
  { files: ['lib/adoption/**/*.ts'], rules: forbid(onlyAdoption) },
  { files: ['lib/access/aws-auth/**/*.ts'], rules: forbid(onlyConverterPackages, onlyPureChecks, noCli) },
  {
    // A rehearsal runs programs and waits for them: it is a tool, and not part of any synth. Its time is virtual all the
    // same, and chance comes from a seed.
    files: ['lib/rehearsal/**/*.ts'],
    rules: forbid(noBarrel, onlyRehearsalPackages, noCli),
  },
  // Jest itself answers this import, in whichever version the user runs.
  { files: ['lib/rehearsal/jest.ts'], rules: forbid(noBarrel) },
  { files: ['lib/rehearsal/terraform/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    // A program has an environment, and it is what brings the rooms together.
    files: ['lib/cli/**/*.ts'],
    rules: { 'no-restricted-syntax': 'off', ...forbid(noBarrel, onlyPublicEntryPoints) },
  },
  { files: ['lib/cli/doctor/**/*.ts'], rules: forbid(onlyDoctorPackages) },
  { files: ['lib/cli/adopt/**/*.ts'], rules: forbid(onlyAdoptPackages) },

  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts', 'examples/**/*.ts'],
    rules: {
      // A test narrows what it has just built; the assertion itself is the check.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-function-return-type': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: { module: 'writable', require: 'readonly', process: 'readonly', __dirname: 'readonly' },
    },
  },
  prettier,
);
