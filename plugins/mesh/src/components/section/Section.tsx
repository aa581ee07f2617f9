import { type ReactNode, useId } from 'react';
import { Card, CardBody, CardHeader, Flex, Text } from '@backstage/ui';

/** A part of a screen, with a heading that landmarks can find. */
export function Section(props: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { title, actions, children } = props;
  const id = useId();

  return (
    <section aria-labelledby={id}>
      <Card>
        <CardHeader>
          <Flex align="center" justify="between" gap="3">
            <Text as="h2" id={id} variant="title-x-small" weight="bold">
              {title}
            </Text>
            {actions}
          </Flex>
        </CardHeader>
        <CardBody>{children}</CardBody>
      </Card>
    </section>
  );
}
