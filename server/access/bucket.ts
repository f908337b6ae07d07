/**
 * Token buckets: how many messages, bytes or joins may come in a while. In: a clock in milliseconds and what is taken.
 * Out: whether it was still allowed.
 */

/** A bucket that fills at `rate` a second up to `most`. */
export interface Bucket {
  readonly rate: number;
  readonly most: number;
  level: number;
  /** Milliseconds at which `level` was right. */
  at: number;
}

/** A full bucket. */
export function createBucket(rate: number, most: number, now: number): Bucket {
  return { rate, most, level: most, at: now };
}

/** Takes `amount` out; false, and nothing taken, where there is too little. */
export function take(bucket: Bucket, amount: number, now: number): boolean {
  // A clock that steps back gives nothing and takes nothing.
  const passed = Math.max(0, now - bucket.at);
  bucket.level = Math.min(bucket.most, bucket.level + (passed / 1000) * bucket.rate);
  bucket.at = now;
  if (bucket.level < amount) return false;
  bucket.level -= amount;
  return true;
}

/** Whether `amount` could be taken now. */
export function holds(bucket: Bucket, amount: number, now: number): boolean {
  return bucket.level + (Math.max(0, now - bucket.at) / 1000) * bucket.rate >= amount;
}

/** Buckets by address; those that are full again are forgotten, so that their number stays bounded. */
export function createBuckets(rate: number, most: number, clock: () => number, limit = 10_000) {
  const buckets = new Map<string, Bucket>();
  /** Takes from the bucket of `address`; false where it is empty. */
  return (address: string, amount = 1): boolean => {
    const now = clock();
    let bucket = buckets.get(address);
    if (bucket === undefined) {
      if (buckets.size >= limit) {
        for (const [key, old] of buckets) {
          if (old.level + ((now - old.at) / 1000) * rate >= most) buckets.delete(key);
        }
        // Still full: an attack from very many addresses. Forget the oldest.
        if (buckets.size >= limit) buckets.delete(buckets.keys().next().value as string);
      }
      bucket = createBucket(rate, most, now);
      buckets.set(address, bucket);
    }
    return take(bucket, amount, now);
  };
}
