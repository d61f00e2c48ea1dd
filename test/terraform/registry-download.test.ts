/**
 * Proves that providers are downloaded once and then used as a mirror. The installed mirror plays the registry, so that
 * no test needs the network.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeTerraform } from './describe-terraform';
import { mirrorCliConfiguration } from './mirror';
import { downloadProviders } from './registry-download';

describeTerraform('the download of providers', (terraform) => {
  let cacheDirectory: string;

  beforeEach(() => {
    cacheDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'safe-eks-cache-'));
  });

  afterEach(() => {
    fs.rmSync(cacheDirectory, { recursive: true, force: true });
  });

  it('fills the cache once and finds it the next time', () => {
    const { command, mirror } = terraform.installation;
    const options = {
      cacheDirectory,
      cliConfiguration: mirrorCliConfiguration(mirror.directory),
      providers: { 'hashicorp/aws': mirror.awsVersion },
    };
    const expected = { kind: 'mirror', directory: cacheDirectory, awsVersion: mirror.awsVersion };
    expect(downloadProviders(command, options)).toMatchObject(expected);
    expect(fs.readdirSync(cacheDirectory)).toEqual(['registry.terraform.io']);
    expect(downloadProviders('no-terraform-is-needed-now', options)).toMatchObject(expected);
  });

  it('tells why when there is nothing to download from', () => {
    const { command, mirror } = terraform.installation;
    const options = {
      cacheDirectory,
      cliConfiguration: mirrorCliConfiguration(mirror.directory),
      providers: { 'hashicorp/aws': '0.0.1' },
    };
    expect(downloadProviders(command, options)).toMatchObject({
      kind: 'unreachable',
      reason: expect.stringMatching(/no plugin mirror.*0\.0\.1/),
    });
    expect(fs.readdirSync(cacheDirectory)).toEqual([]);
  });
});
