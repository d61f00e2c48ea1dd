/**
 * Data sources that find machine images. An image that EKS publishes has the Kubernetes version and the architecture of the
 * path or name by which it was asked for, and nodes that boot from it have them too.
 *
 * Sources: Amazon EKS user guide, "Retrieve recommended Amazon Linux AMI IDs", and those for Bottlerocket and Windows.
 */
import { ApiError } from '../engine/api-error';
import type { DataRules, Surroundings } from '../engine/rules';
import type { KnownValues } from '../protocol/value';
import { digits } from './account';
import { filterValues, regionOf } from './data-sources-account';
import { CREATION_DATE } from './names';
import type { Architecture } from './ec2/image';
import { declareImages, imageArchitecture, imageFacts } from './ec2/image';
import { textOr } from './texts';

interface PublishedImage {
  /** Path or name without the last part that tells id from version. */
  readonly key: string;
  readonly name: string;
  readonly kubernetesVersion: string;
  readonly architecture: Architecture;
}

const EKS_PATHS =
  /^\/aws\/service\/(?:eks\/optimized-ami\/(?<linux>1\.\d+)\/(?<flavour>[\w./-]+?)\/(?:recommended|amazon-eks-[\w.-]+)|bottlerocket\/aws-k8s-(?<bottlerocket>1\.\d+)(?<variant>[\w-]*)\/(?<arch>x86_64|arm64)\/[\w.-]+|ami-windows-latest\/Windows_Server-(?<windows>[\w-]+)-EKS_Optimized-(?<windowsVersion>1\.\d+))(?:\/(?<what>image_id|release_version|image_version|image_name))?$/;

/** An image that nobody said anything about fits, whatever version is looked for. */
const ANY_VERSION = Array.from({ length: 41 }, (_, index) => `1.${String(20 + index)}`).join(' ');

const ssmParameter: DataRules = (config, surroundings) => {
  const name = textOr(config['name']);
  const groups = EKS_PATHS.exec(name)?.groups;
  const image = groups === undefined ? undefined : imageOfPath(name, groups);
  if (image !== undefined && isNotPublished(name, image)) {
    throw new ApiError('ParameterNotFound', `Systems Manager parameter ${name} was not found`);
  }
  const value =
    image === undefined
      ? valueOfOther(name, surroundings)
      : valueOfImage(image, groups?.['what'], regionOf(config, surroundings), surroundings);
  return {
    id: name,
    arn: `arn:${surroundings.partition}:ssm:${regionOf(config, surroundings)}::parameter${name}`,
    type: 'String',
    value,
    insecure_value: value,
    version: 1,
  };
};

const ami: DataRules = (config, surroundings): KnownValues => {
  const given = config['image_id'] ?? filterValues(config['filter'], 'image-id')?.[0] ?? null;
  const pattern = filterValues(config['filter'], 'name')?.[0] ?? textOr(config['name_regex'], 'image');
  const name = pattern.replace(/^\^|\$$/g, '').replace(/\.?\*/g, '20260101');
  const where = regionOf(config, surroundings);
  const id = typeof given === 'string' ? given : `ami-${digits(`${where} ${name}`, 17)}`;
  if (surroundings.world.isGone(id)) {
    throw new ApiError('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
  }
  const facts = imageFacts(surroundings.world, id);
  const found = typeof given === 'string' ? undefined : imageOfName(name);
  const architecture =
    imageArchitecture(surroundings.world, id) ??
    filterValues(config['filter'], 'architecture')?.[0] ??
    found?.architecture ??
    'x86_64';
  if (found !== undefined) {
    publish(surroundings, id, found);
  }
  const minor = facts.kubernetesVersion ?? found?.kubernetesVersion;
  return {
    id,
    image_id: id,
    arn: `arn:${surroundings.partition}:ec2:${where}::image/${id}`,
    architecture,
    name: found === undefined && minor !== undefined ? nameOfUnknown(architecture, minor) : name,
    owner_id: ownerOf(config, surroundings),
    creation_date: CREATION_DATE,
    root_device_name: '/dev/xvda',
    root_device_type: 'ebs',
    state: 'available',
    virtualization_type: 'hvm',
    hypervisor: 'xen',
    image_type: 'machine',
    public: false,
    tags: {
      kubernetes: minor === undefined ? ANY_VERSION : `${minor}.0/2026-01-01/bin/linux/${architecture}`,
    },
  };
};

/** The data sources, by type. */
export const IMAGE_DATA_SOURCES: { readonly [type: string]: DataRules } = {
  aws_ssm_parameter: ssmParameter,
  aws_ami: ami,
};

interface Groups {
  readonly [name: string]: string | undefined;
}

function imageOfPath(path: string, groups: Groups): PublishedImage {
  const { linux, flavour = '', bottlerocket, variant = '', arch, windows, windowsVersion, what } = groups;
  const key = what === undefined ? path : path.slice(0, -what.length - 1);
  const architecture: Architecture = `${flavour} ${arch ?? ''}`.includes('arm64') ? 'arm64' : 'x86_64';
  if (bottlerocket !== undefined) {
    const name = `bottlerocket-aws-k8s-${bottlerocket}${variant}-${architecture}-v1.50.0-00000000`;
    return { key, name, kubernetesVersion: bottlerocket, architecture };
  }
  if (windowsVersion !== undefined) {
    const name = `Windows_Server-${String(windows)}-EKS_Optimized-${windowsVersion}-2026.01.01`;
    return { key, name, kubernetesVersion: windowsVersion, architecture };
  }
  const kubernetesVersion = linux ?? '';
  const [, kind = 'standard'] = /\/(standard|nvidia|neuron)$/.exec(flavour) ?? [];
  const name = flavour.startsWith('amazon-linux-2023')
    ? `amazon-eks-node-al2023-${architecture}-${kind}-${kubernetesVersion}-v20260101`
    : `amazon-eks-${architecture === 'arm64' ? 'arm64-' : ''}node-${kubernetesVersion}-v20260101`;
  return { key, name, kubernetesVersion, architecture };
}

/** Amazon Linux 2 ends with Kubernetes 1.32. */
function isNotPublished(path: string, { kubernetesVersion }: PublishedImage): boolean {
  return /\/amazon-linux-2[-/](?!023)/.test(path) && Number(kubernetesVersion.split('.')[1]) > 32;
}

function valueOfImage(
  image: PublishedImage,
  what: string | undefined,
  region: string,
  surroundings: Surroundings,
): string {
  const imageId = `ami-${digits(`${region} ${image.key}`, 17)}`;
  publish(surroundings, imageId, image);
  const release = `${image.kubernetesVersion}.0-20260101`;
  switch (what) {
    case 'image_id':
      return imageId;
    case 'release_version':
      return release;
    case 'image_version':
      return '1.50.0';
    case 'image_name':
      return image.name;
    default:
      return JSON.stringify({
        image_id: imageId,
        image_name: image.name,
        release_version: release,
        schema_version: '2',
      });
  }
}

/** What somebody said about an image counts more than its name. */
function publish({ world }: Surroundings, imageId: string, image: PublishedImage): void {
  if (Object.keys(imageFacts(world, imageId)).length === 0) {
    const { kubernetesVersion, architecture } = image;
    declareImages(world, { [imageId]: { kubernetesVersion, architecture } });
  }
}

function valueOfOther(name: string, { world }: Surroundings): string {
  const managed = world.find('aws_ssm_parameter', { name })?.attributes['value'];
  if (typeof managed === 'string') {
    return managed;
  }
  return /ami|image/i.test(name) ? `ami-${digits(name, 17)}` : `value-${digits(name, 8)}`;
}

/** The minor in the names that EKS, Bottlerocket, Windows and Ubuntu give to their images. */
function imageOfName(name: string): PublishedImage | undefined {
  const [, kubernetesVersion] =
    /(?:^amazon-eks-(?:gpu-|arm64-)?node-|^amazon-eks-node-al2023-.*-|EKS_Optimized-|^bottlerocket-aws-k8s-|k8s_)(1\.\d\d)/.exec(
      name,
    ) ?? [];
  const architecture = name.includes('arm64') ? 'arm64' : 'x86_64';
  return kubernetesVersion === undefined ? undefined : { key: name, name, kubernetesVersion, architecture };
}

function nameOfUnknown(architecture: string, minor: string): string {
  return `amazon-eks-node-al2023-${architecture}-standard-${minor}-v20260101`;
}

function ownerOf({ owners }: KnownValues, { accountId }: Surroundings): string {
  const first: unknown = Array.isArray(owners) ? owners[0] : undefined;
  if (first === 'amazon') {
    return '602401143452';
  }
  return typeof first === 'string' && /^\d{12}$/.test(first) ? first : accountId;
}
