/** An allocator of pages: the lowest run of free pages that is long enough. A byte for each page says whether it is used. */
export default class Mine {
  constructor(memory, pages) {
    this.memory = memory;
    this.pages = pages;
  }

  allocate(count) {
    let run = 0;
    for (let page = 0; count > 0 && page < this.pages; page++) {
      run = this.memory.load8(page) === 0 ? run + 1 : 0;
      if (run === count) return this.mark(page - count + 1, count, 1);
    }
    return -1;
  }

  free(page, count) {
    this.mark(page, count, 0);
  }

  mark(first, count, used) {
    for (let page = first; page < first + count; page++) this.memory.store8(page, used);
    return first;
  }
}
