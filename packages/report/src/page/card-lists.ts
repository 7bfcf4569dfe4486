import { card, type Images } from "./card.js";

/** Lists of cards, and what of each was filled in. */
export interface CardLists {
  /** Puts cards behind those of a list. */
  append(list: Element, places: readonly number[]): void;
  /** Says which images a list is of, whether it shows them all or not. */
  of(list: Element, places: readonly number[]): void;
  /** The images that the list of a card is of. */
  around(card: Element): readonly number[] | undefined;
}

export function createCardLists(images: Images): CardLists {
  const placesOf = new WeakMap<Element, readonly number[]>();
  return {
    append(list, places) {
      const cards = places.map((place) => card(images, place, true).text);
      list.insertAdjacentHTML("beforeend", cards.join(""));
    },
    of(list, places) {
      placesOf.set(list, places);
      list.replaceChildren();
    },
    around(card) {
      const list = card.closest(".cards");
      return list === null ? undefined : placesOf.get(list);
    },
  };
}
