/**
 * A Terraform plugin as a process of its own: started, found at the address that it prints, and ended for certain.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { isolatedEnvironment } from '../../lib/rehearsal/terraform/environment';

/** Without it a plugin believes that somebody started it by hand, and ends with an explanation. */
const MAGIC_COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

/**
 * A plugin outlives the one who started it, and ignores an interrupt from the keyboard. So it runs beside a process that
 * reads from this one, and that kills it when there is nobody to read from any more, however this process came to its end.
 */
const GUARDED = [
  'exec 3<&0',
  '"$0" & plugin=$!',
  '(cat <&3 >/dev/null; kill -9 $plugin) >/dev/null 2>&1 & guard=$!',
  'wait $plugin; result=$?',
  'kill $guard 2>/dev/null',
  'exit $result',
].join('\n');

const START_MILLISECONDS = 60_000;
const FAREWELL_MILLISECONDS = 3_000;
const KEPT_OUTPUT = 4_000;

/** A running plugin. */
export class PluginProcess {
  /** Starts a plugin and waits until it says where it listens. */
  public static async start(binary: string): Promise<PluginProcess> {
    // The socket lies in a directory of its own, so that nothing is left when the plugin had to be killed.
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'provider-'));
    const child = spawn('/bin/sh', ['-c', GUARDED, binary], {
      cwd: directory,
      env: {
        ...isolatedEnvironment(os.devNull),
        TF_PLUGIN_MAGIC_COOKIE: MAGIC_COOKIE,
        PLUGIN_PROTOCOL_VERSIONS: '5',
        PLUGIN_UNIX_SOCKET_DIR: directory,
        // Unasked, the provider traces every step of every call for Terraform to filter.
        TF_LOG_SDK: 'OFF',
        TF_LOG_PROVIDER: 'OFF',
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const plugin = new PluginProcess(child, directory);
    try {
      plugin.socketPath = await plugin.handshake();
      return plugin;
    } catch (error) {
      await plugin.end();
      throw error;
    }
  }

  /** Where it listens, as a file. */
  public socketPath = '';

  private errors = '';
  private readonly ended: Promise<void>;
  private readonly cleanUp = (): void => {
    fs.rmSync(this.directory, { recursive: true, force: true });
  };

  private constructor(
    private readonly child: ChildProcess,
    private readonly directory: string,
  ) {
    // A pipe that nobody reads fills up and stops the plugin.
    child.stderr?.on('data', (chunk: Buffer) => {
      this.errors = (this.errors + chunk.toString('utf8')).slice(-KEPT_OUTPUT);
    });
    this.ended = new Promise((resolve) => {
      child.once('error', () => {
        resolve();
      });
      child.once('exit', () => {
        resolve();
      });
    });
    process.once('exit', this.cleanUp);
  }

  /** Where it listens, as gRPC writes it. */
  public get address(): string {
    return `unix:${this.socketPath}`;
  }

  /** The last that it wrote to its error output: of a crash, the reason. */
  public get lastWords(): string {
    return this.errors;
  }

  /** Waits until the plugin has ended; one that was asked to and does not come to an end in time is killed. */
  public async end(farewellMilliseconds = FAREWELL_MILLISECONDS): Promise<void> {
    const timer = setTimeout(() => {
      this.child.stdin?.end();
    }, farewellMilliseconds);
    await this.ended;
    clearTimeout(timer);
    this.child.stdin?.destroy();
    process.removeListener('exit', this.cleanUp);
    this.cleanUp();
  }

  /** The plugin's one line, such as `1|5|unix|/tmp/plugin123|grpc|`. */
  private async handshake(): Promise<string> {
    const line = await new Promise<string>((resolve, reject) => {
      let output = '';
      const fail = (what: string): void => {
        reject(new Error(`The provider ${what}. ${this.errors}`));
      };
      const timer = setTimeout(() => {
        fail(`said nothing in ${START_MILLISECONDS} ms`);
      }, START_MILLISECONDS);
      void this.ended.then(() => {
        clearTimeout(timer);
        fail('ended instead of listening');
      });
      this.child.stdout?.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8');
        const end = output.indexOf('\n');
        if (end >= 0) {
          clearTimeout(timer);
          resolve(output.slice(0, end));
        }
      });
    });
    const [, version, network, socket, protocol] = line.trim().split('|');
    if (version !== '5' || network !== 'unix' || protocol !== 'grpc' || !socket) {
      throw new Error(`The provider offers what this client does not speak: ${line}`);
    }
    return socket;
  }
}
