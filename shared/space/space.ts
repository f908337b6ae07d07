/**
 * Space: rays and sweeps against the set and what moves in it, for rigs, pointer and light. A structure of its own,
 * never the world's physics: asking it changes nothing that anybody steps. Metres, right-handed, Y up.
 */

/** What a ray or a sweep met. */
export interface Hit {
  /** Metres along the direction. */
  distance: number;
  /** Unit normal of the surface, towards the asker. */
  normal: [number, number, number];
  /** Entity that was hit; 0: the fixed set. */
  entity: number;
}

/** The first triangle of the fixed set along a ray, with its side. */
export interface Struck {
  /** Metres along the direction. */
  distance: number;
  /** Unit normal on the triangle's own outer side. */
  normal: [number, number, number];
  /** Whether it was met from behind: the ray leaves a solid. */
  behind: boolean;
  /** Number of its first vertex, as the space was given it. */
  vertex: number;
}

/** Triangles with a place: x y z triples and indices. */
export interface Triangles {
  positions: Float32Array;
  indices: Uint32Array;
}

/** Rays and sweeps. */
export interface Space {
  /** The first surface along a unit direction within `reach` metres, or null. */
  ray(origin: ArrayLike<number>, direction: ArrayLike<number>, reach: number): Hit | null;
  /** Whether anything lies between, within `reach` metres: cheaper than `ray`. */
  blocked(origin: ArrayLike<number>, direction: ArrayLike<number>, reach: number): boolean;
  /**
   * How far a ball can go along a unit direction before it touches: the hit, or null where it goes all of `reach`.
   * A ball that overlaps something already is stopped only from going deeper.
   */
  sweep(origin: ArrayLike<number>, radius: number, direction: ArrayLike<number>, reach: number): Hit | null;
  /** The first triangle of the fixed set within `reach` metres, or null; movers are not asked. */
  strike(origin: ArrayLike<number>, direction: ArrayLike<number>, reach: number): Struck | null;
  /** Puts a mover's hull (its collider's boxes and balls) at a place; an absent pose takes it away. */
  move(entity: number, mover: Mover | null): void;
}

/** A thing that moves, as oriented boxes. */
export interface Mover {
  boxes: readonly { centre: readonly number[]; rotation: readonly number[]; half: readonly number[] }[];
  position: ArrayLike<number>;
  rotation: ArrayLike<number>;
  /** Rays meet it, but a swept ball goes through: marks, other cameras. */
  passable?: boolean;
}
