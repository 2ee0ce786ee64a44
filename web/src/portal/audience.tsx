// At one address our own people and customers have pages of their own.
import { type ComponentType, Suspense } from "react";
import { useMe } from "../api/account";
import { Shape } from "../look/Wait";

/** The page of our own people, or that of a customer's. */
export function forEither(Ours: ComponentType, Theirs: ComponentType) {
  return function Either() {
    const Page = useMe().data?.customer ? Theirs : Ours;
    return (
      <Suspense fallback={<Shape />}>
        <Page />
      </Suspense>
    );
  };
}
