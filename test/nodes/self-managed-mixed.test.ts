/**
 * More than one kind of instance in a group of self-managed nodes: what is rendered.
 */
import { expect, test } from '@jest/globals';
import { SpotAllocationStrategy } from '../../lib';
import { renderedGroup } from '../support/self-managed';

test('several types make a mixture, in the order of the list', () => {
  const { block, at } = renderedGroup({ instanceTypes: ['m7i.large', 'm6i.large'] });
  const template = at('LaunchTemplate/Resource').address;

  expect(block).not.toHaveProperty('launch_template');
  expect(block).not.toHaveProperty('capacity_rebalance');
  expect(block['mixed_instances_policy']).toEqual({
    instances_distribution: {
      on_demand_allocation_strategy: 'prioritized',
      on_demand_base_capacity: 0,
      on_demand_percentage_above_base_capacity: 100,
      spot_allocation_strategy: 'price-capacity-optimized',
    },
    launch_template: {
      launch_template_specification: {
        launch_template_id: `\${${template}.id}`,
        version: `\${${template}.latest_version}`,
      },
      override: [{ instance_type: 'm7i.large' }, { instance_type: 'm6i.large' }],
    },
  });
});

test('Spot, weights and strategy are rendered, and Spot instances are replaced before AWS takes them back', () => {
  const { block } = renderedGroup({
    instanceTypes: ['m7i.large', 'm7i.xlarge'],
    mixedInstances: {
      onDemandBase: 1,
      onDemandPercentageAboveBase: 25,
      spotAllocationStrategy: SpotAllocationStrategy.CAPACITY_OPTIMIZED,
      weights: { 'm7i.large': 1, 'm7i.xlarge': 2 },
    },
  });

  expect(block['capacity_rebalance']).toBe(true);
  expect(block['mixed_instances_policy']).toMatchObject({
    instances_distribution: {
      on_demand_base_capacity: 1,
      on_demand_percentage_above_base_capacity: 25,
      spot_allocation_strategy: 'capacity-optimized',
    },
    launch_template: {
      override: [
        { instance_type: 'm7i.large', weighted_capacity: '1' },
        { instance_type: 'm7i.xlarge', weighted_capacity: '2' },
      ],
    },
  });
});

test('requirements take the place of types, in the template too', () => {
  const { block, at } = renderedGroup({
    mixedInstances: {
      requirements: { minVcpus: 4, maxVcpus: 8, minMemory: 16_384, allowedInstanceTypes: ['m7*'] },
    },
  });

  expect(at('LaunchTemplate/Resource').block).not.toHaveProperty('instance_type');
  expect(block['mixed_instances_policy']).toMatchObject({
    instances_distribution: { on_demand_allocation_strategy: 'lowest-price' },
    launch_template: {
      override: [
        {
          instance_requirements: {
            vcpu_count: { min: 4, max: 8 },
            memory_mib: { min: 16_384 },
            allowed_instance_types: ['m7*'],
          },
        },
      ],
    },
  });
});
