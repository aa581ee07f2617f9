import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { ProvisionPlan } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { AddressPlan } from './AddressPlan';
import { PlanCost } from './PlanCost';
import { PlanProblems } from './PlanProblems';
import { PlanSentence } from './PlanSentence';
import { PlanSteps } from './PlanSteps';
import { PlanTime } from './PlanTime';

/** Everything that a run would do, what it takes, and what is in its way. */
export function PlanView(props: { plan: ProvisionPlan }) {
  const { plan } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Flex direction="column" gap="4">
      <PlanSentence plan={plan} />
      <PlanProblems problems={plan.problems} />
      <PlanSteps plan={plan} />
      {plan.addresses.length > 0 && (
        <Part title={t('plan.addresses')}>
          <AddressPlan blocks={plan.addresses} />
        </Part>
      )}
      {plan.steps.length > 0 && (
        <Part title={t('plan.time')}>
          <PlanTime plan={plan} />
        </Part>
      )}
      {plan.steps.length > 0 && plan.purpose === 'provision' && (
        <Part title={t('plan.costTitle')}>
          <PlanCost cost={plan.cost} />
        </Part>
      )}
    </Flex>
  );
}

function Part(props: { title: string; children: JSX.Element }) {
  return (
    <Flex direction="column" gap="2">
      <Text as="h3" weight="bold">
        {props.title}
      </Text>
      {props.children}
    </Flex>
  );
}
