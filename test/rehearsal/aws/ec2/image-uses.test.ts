/**
 * Which architecture images must have, to judge by what boots from them.
 */
import { expect, test } from '@jest/globals';
import { architecturesInUse } from '../../../../lib/rehearsal/aws/ec2/image-uses';

/** A launch template of an image, and what refers to it. */
function usedBy(resources: object, template: object = { image_id: 'ami-own' }): Record<string, unknown> {
  const resource = { aws_launch_template: { nodes: template }, ...resources };
  return Object.fromEntries(architecturesInUse({ resource }));
}

const launch_template = { id: '${aws_launch_template.nodes.id}', version: '1' };

test('the instance types of a node group say it for the image of its launch template', () => {
  const group = { launch_template, instance_types: ['m7g.large', 'm6g.large'] };
  expect(usedBy({ aws_eks_node_group: { arm: group } })).toEqual({ 'ami-own': 'arm64' });
  const other = { launch_template: [launch_template], instance_types: ['m6i.large'] };
  expect(usedBy({ aws_eks_node_group: { intel: other } })).toEqual({ 'ami-own': 'x86_64' });
});

test('so do a template’s own instance type, an Auto Scaling group’s overrides, and an instance', () => {
  expect(usedBy({}, { image_id: 'ami-own', instance_type: 'c7g.large' })).toEqual({ 'ami-own': 'arm64' });
  const mixed_instances_policy = {
    launch_template: {
      launch_template_specification: { launch_template_id: launch_template.id },
      override: [{ instance_type: 'r7g.large' }],
    },
  };
  expect(usedBy({ aws_autoscaling_group: { nodes: { mixed_instances_policy } } })).toEqual({
    'ami-own': 'arm64',
  });
  expect(usedBy({ aws_instance: { one: { ami: 'ami-1', instance_type: 't4g.small' } } })).toEqual({
    'ami-1': 'arm64',
  });
});

test('an image that is used with several architectures has none of them for sure', () => {
  const group = (type: string): object => ({ launch_template, instance_types: [type] });
  const groups = { arm: group('m7g.large'), intel: group('m6i.large') };
  expect(usedBy({ aws_eks_node_group: groups })).toEqual({});
});

test('references and unused images say nothing', () => {
  const group = { launch_template, instance_types: ['${var.type}'] };
  expect(usedBy({ aws_eks_node_group: { one: group } })).toEqual({});
  const found = { image_id: '${data.aws_ami.golden.id}' };
  expect(
    usedBy({ aws_eks_node_group: { one: { launch_template, instance_types: ['m7g.large'] } } }, found),
  ).toEqual({});
  expect(architecturesInUse({}).size).toBe(0);
});
