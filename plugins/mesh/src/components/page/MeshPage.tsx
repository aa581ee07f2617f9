import { Container } from '@backstage/ui';
import { Readable } from '../text';
import { MeshRoutes } from './MeshRoutes';

/** The page of the platform team. */
export function MeshPage() {
  return (
    <main>
      <Container>
        <Readable>
          <MeshRoutes />
        </Readable>
      </Container>
    </main>
  );
}
