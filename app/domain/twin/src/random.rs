//! Chance that is the same on every machine and in every run: `SplitMix64`, seeded by hand.

/// A source of numbers that follow from its seed alone.
pub(crate) struct Chance(u64);

impl Chance {
    /// The numbers of batch `number` of a seed.
    pub(crate) fn new(seed: u64, number: u64) -> Chance {
        Chance(seed ^ number.wrapping_mul(0xd134_2543_de82_ef95))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is small: that the low ones come a trifle more often does not matter here.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.next() % u64::from(end.max(1))).unwrap_or_default()
    }

    /// A count below `end`.
    pub(crate) fn count(&mut self, end: u32) -> usize {
        usize::try_from(self.below(end)).unwrap_or_default()
    }

    /// True once in `n` times.
    pub(crate) fn once_in(&mut self, n: u32) -> bool {
        self.below(n) == 0
    }

    /// One of several.
    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.count(u32::try_from(of.len()).unwrap_or(u32::MAX))]
    }

    /// Fewer than `end`, each made by `make`.
    pub(crate) fn some<T>(&mut self, end: u32, mut make: impl FnMut(&mut Chance) -> T) -> Vec<T> {
        (0..self.below(end)).map(|_| make(self)).collect()
    }
}
