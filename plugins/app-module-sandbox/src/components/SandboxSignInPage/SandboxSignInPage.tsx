import { useState } from 'react';
import { ProxiedSignInPage } from '@backstage/core-components';
import {
  configApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import {
  Button,
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  Container,
  Flex,
  Grid,
  Text,
} from '@backstage/ui';
import {
  forgetOnSignOut,
  readChosenPerson,
  rememberChosenPerson,
} from '../../lib/chosenPerson';
import { readPeople } from '../../lib/readPeople';
import { sandboxTranslationRef } from '../../translation';

/** Lets a person choose who to be. */
export function SandboxSignInPage({ onSignInSuccess }: SignInPageProps) {
  const { t } = useTranslationRef(sandboxTranslationRef);
  const people = readPeople(useApi(configApiRef));
  const [chosen, setChosen] = useState(readChosenPerson);
  const choose = (userRef: string) => {
    rememberChosenPerson(userRef);
    setChosen(userRef);
  };

  // Somebody remembered from another sandbox may not live here.
  if (chosen && people.some(({ userRef }) => userRef === chosen)) {
    return (
      <ProxiedSignInPage
        onSignInSuccess={identity => onSignInSuccess(forgetOnSignOut(identity))}
        provider="sandbox"
        headers={{ 'x-sandbox-user': chosen }}
      />
    );
  }
  return (
    <Container>
      <main>
        <Flex direction="column" gap="6" py="8">
          <Text as="h1" variant="title-medium">
            {t('signIn.title')}
          </Text>
          <Text as="p">
            {people.length > 0 ? t('signIn.explanation') : t('signIn.nobody')}
          </Text>
          <Grid.Root columns={{ initial: '1', md: '3' }} gap="4">
            {people.map(person => (
              <Card key={person.userRef}>
                <CardHeader>
                  <Text as="h2" variant="title-small">
                    {person.name}
                  </Text>
                </CardHeader>
                <CardBody>
                  <Text as="p">{person.description}</Text>
                </CardBody>
                <CardFooter>
                  <Button onPress={() => choose(person.userRef)}>
                    {t('signIn.button', { name: person.name })}
                  </Button>
                </CardFooter>
              </Card>
            ))}
          </Grid.Root>
        </Flex>
      </main>
    </Container>
  );
}
