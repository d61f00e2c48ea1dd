// Four projects, so that the fast layers can run alone: `npm run test:unit`.
/** @type {import('jest').Config} */
const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        // Types are checked by `npm run typecheck`; here they are only stripped.
        swcrc: false,
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript' },
          transform: { useDefineForClassFields: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  // dist/ holds a second copy of every module, with a package of the same name in it once packed.
  modulePathIgnorePatterns: ['<rootDir>/dist/', '/cdktf\\.out/'],
  moduleNameMapper: {
    '^cdktf-safe-eks$': '<rootDir>/lib/index.ts',
    '^cdktf-safe-eks/aws-auth$': '<rootDir>/lib/access/aws-auth/index.ts',
    '^cdktf-safe-eks/(kubernetes|testing|rehearsal)$': '<rootDir>/lib/$1/index.ts',
    '^cdktf-safe-eks/rehearsal/jest$': '<rootDir>/lib/rehearsal/jest.ts',
  },
  setupFiles: ['<rootDir>/test/setup/fast-synth.ts'],
  // Snapshots are read by people: no escaped quotes, and property order as the synthesized JSON has it.
  snapshotFormat: { escapeString: false, printBasicPrototype: false },
};

/** @param {string} name */
const inFolder = (name) => ({
  ...shared,
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
});

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  // The slowest single test is a real `terraform plan` on a loaded machine.
  testTimeout: 120_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(terraform|docs|package)/'],
    },
    inFolder('terraform'),
    inFolder('docs'),
    inFolder('package'),
  ],
};
