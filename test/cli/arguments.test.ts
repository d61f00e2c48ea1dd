/**
 * The arguments of `safe-eks rehearse`.
 */
import { expect, test } from '@jest/globals';
import { UsageError } from '../../lib/cli/command';
import { readRehearseArguments, REHEARSE_HELP } from '../../lib/cli/rehearse/arguments';

test('without arguments everything is as the help says', () => {
  expect(readRehearseArguments([])).toEqual({
    app: undefined,
    directory: undefined,
    nextApp: undefined,
    seed: undefined,
    seeds: undefined,
    strict: false,
    variables: {},
    images: {},
    keepProtection: false,
    picture: 'rehearsal.html',
    json: false,
  });
});

test('every option is read', () => {
  const single = ['--app', 'npx tsx main.ts', '--next-app', 'npx tsx next.ts', '--seed', '7', '--strict'];
  const rest = ['--keep-protection', '--picture=out/life.html', '--json'];
  expect(readRehearseArguments([...single, ...rest])).toEqual({
    app: 'npx tsx main.ts',
    directory: undefined,
    nextApp: 'npx tsx next.ts',
    seed: 7,
    seeds: undefined,
    strict: true,
    variables: {},
    images: {},
    keepProtection: true,
    picture: 'out/life.html',
    json: true,
  });
  expect(readRehearseArguments(['--directory', 'cdktf.out', '--seeds', '20', '--no-picture'])).toMatchObject({
    directory: 'cdktf.out',
    seeds: 20,
    picture: undefined,
  });
});

test('variables are JSON where they can be, and text otherwise', () => {
  const given = ['--var', 'zones=["a","b"]', '--var=count=3', '--var', 'name=prod=eu', '--var', 'empty='];
  expect(readRehearseArguments(given).variables).toEqual({
    zones: ['a', 'b'],
    count: 3,
    name: 'prod=eu',
    empty: '',
  });
  expect(() => readRehearseArguments(['--var', 'name'])).toThrow(
    new UsageError('--var needs NAME=VALUE, and name is not that.'),
  );
});

test('images are said to be for a version, and perhaps for an architecture', () => {
  const given = ['--image', 'ami-0a=1.34', '--image=ami-0b=1.35/arm64', '--image', 'ami-0a=1.34'];
  expect(readRehearseArguments(given).images).toEqual({
    'ami-0a': { kubernetesVersion: '1.34' },
    'ami-0b': { kubernetesVersion: '1.35', architecture: 'arm64' },
  });
});

test.each([
  ['ami-0a', '--image needs ID=VERSION or ID=VERSION/ARCHITECTURE, such as ami-0123456789abcdef0=1.35/arm64'],
  ['golden=1.35', 'and golden=1.35 is not that.'],
  ['ami-0a=1.35.2', '1.35.2 is no minor version of Kubernetes. Give one such as 1.35.'],
  ['ami-0a=arm64', 'arm64 is no minor version of Kubernetes.'],
  ['ami-0a=1.35/aarch64', 'aarch64 is no architecture of an image. EC2 calls it arm64.'],
  ['ami-0a=1.35/', ' is no architecture of an image. Give x86_64 or arm64.'],
  ['ami-0a=1.35/sparc', 'sparc is no architecture of an image. Give x86_64 or arm64.'],
  ['ami-0b=1.34', '--image says two things of ami-0b. An image is made for one version.'],
])('--image %s is a mistake', (image, message) => {
  const read = (): unknown => readRehearseArguments(['--image', 'ami-0b=1.35', '--image', image]);
  expect(read).toThrow(UsageError);
  expect(read).toThrow(message);
});

test('every option is explained', () => {
  const named = [
    'app',
    'directory',
    'next-app',
    'seed',
    'seeds',
    'strict',
    'var',
    'image',
    'keep-protection',
    'picture',
    'json',
  ];
  expect(named.filter((option) => !REHEARSE_HELP.includes(`  --${option} `))).toEqual([]);
});

test.each([
  [['--app', 'x', '--directory', 'y'], '--app and --directory do not go together.'],
  [['--seeds', '3', '--seed', '1'], '--seeds and --seed do not go together.'],
  [['--seeds', '3', '--next-app', 'x'], '--seeds and --next-app do not go together.'],
  [['--seeds', '3', '--picture', 'x'], '--seeds and --picture do not go together.'],
  [['--seeds', '3', '--keep-protection'], '--seeds and --keep-protection do not go together.'],
  [['--picture', 'x', '--no-picture'], '--picture and --no-picture do not go together.'],
  [['--seed', 'seven'], '--seed needs a whole number, and seven is none.'],
  [['--seeds', '0'], '--seeds needs at least 1.'],
  [['--stern'], /--stern/],
  [['cdktf.out'], /cdktf\.out/],
])('%j is a mistake', (arguments_, message) => {
  expect(() => readRehearseArguments(arguments_)).toThrow(UsageError);
  expect(() => readRehearseArguments(arguments_)).toThrow(message);
});
