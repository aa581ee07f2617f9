import { useMemo } from 'react';
import type { JsonObject } from '@backstage/types';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import {
  buildAddressPlan,
  readClusterAnswers,
} from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { AddressPlan, PlanProblems } from '../plan';
import { Readable } from '../text';
import type { AddressPlanProps } from './addressPlanSchema';
import { listAddressProblems } from './listAddressProblems';

/**
 * Draws the address plan of the answers as they are typed. On a property
 * with properties of its own it asks for them first.
 */
export function AddressPlanField(props: AddressPlanProps) {
  const { formContext, formData, name, schema } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const asks = schema.properties !== undefined;
  const text = JSON.stringify({
    ...(formContext?.formData as JsonObject | undefined),
    ...(asks && { [name]: formData }),
  });
  const { blocks, problems } = useMemo(() => {
    const answers = readClusterAnswers(JSON.parse(text));
    return {
      blocks: buildAddressPlan(answers),
      problems: listAddressProblems(answers),
    };
  }, [text]);

  return (
    <Flex direction="column" gap="3">
      {asks && <Questions {...props} />}
      <Readable>
        <section aria-label={t('plan.addresses')}>
          <Flex direction="column" gap="3">
            <Text as="h3" weight="bold">
              {t('plan.addresses')}
            </Text>
            <AddressPlan blocks={blocks} />
            <PlanProblems problems={problems} />
          </Flex>
        </section>
      </Readable>
    </Flex>
  );
}

/** The form's own fields for the properties. */
function Questions(props: AddressPlanProps) {
  const { ObjectField } = props.registry.fields;
  const { 'ui:field': _ours, ...uiSchema } = props.uiSchema;

  return <ObjectField {...props} uiSchema={uiSchema} />;
}
