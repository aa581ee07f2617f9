import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { AddressPlanField, ClusterPreview } from '../src/components/forms';
import { validateClusterPreview } from '../src/components/forms/validateClusterPreview';

const text = { type: 'string' };

/** Our fields in the form of the scaffolder. */
export function ClusterForm() {
  return (
    <Stepper
      extensions={[
        { name: 'MeshAddressPlan', component: AddressPlanField },
        {
          name: 'MeshClusterPreview',
          component: ClusterPreview,
          validation: validateClusterPreview,
        },
      ]}
      onCreate={async () => {}}
      manifest={{
        title: 'New mesh cluster',
        steps: [
          {
            title: 'Network',
            schema: {
              properties: {
                network: {
                  title: 'Network',
                  type: 'object',
                  'ui:field': 'MeshAddressPlan',
                  properties: {
                    range: {
                      title: 'Range',
                      default: '10.240.0.0/16',
                      ...text,
                    },
                    pods: { title: 'Pods', ...text },
                  },
                },
              },
            },
          },
          {
            title: 'Preview',
            schema: {
              required: ['preview'],
              properties: {
                preview: {
                  title: 'Preview',
                  'ui:field': 'MeshClusterPreview',
                  ...text,
                },
              },
            },
          },
        ],
      }}
    />
  );
}
