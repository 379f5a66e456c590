/* The allocator of libtorch's CPU tensors (Bridge.Torch, TensorMemory; BRIDGE_ALLOCATOR=speed|memory|system).
 *
 * A training step asks for the same sizes again and again. glibc 2.36 serves aligned blocks by cutting larger ones, and small blocks settle in the
 * cuttings, so that a freed block no longer fits its own size: BERT-base's step then peaks at 1.3 to 1.8 GB where 1.0 are alive. Blocks that go back to
 * the system at once have no holes, but their pages are faulted in anew each time, a sixth of a step. Here a freed block waits in a list of its size
 * class; what waits and what is alive together stay within an eighth of what was alive at the most, or within 448 MiB (a forward pass of BERT-base over
 * 64 x 128 tokens), the longest unused going back first. Blocks of 4 MiB and more ask for huge pages: where they go back all the same, 512 faults are one.
 *
 * libtorch takes an object of the C++ class c10::Allocator. Its table of functions is that of libtorch's own object with two entries replaced; layouts
 * are checked against what that object answers, and nothing is installed where they differ. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { HEADER = 64, PAGE = 4096, CLASSES = 64 * 8, TABLE = 6, ALLOCATE = 2, IS_SIMPLE = 3, RAW_DELETER = 4 };
static const size_t LARGE = 256 << 10, HUGE = 4 << 20, SLACK = 16 << 20, FLOOR = 448 << 20;
static const uint64_t WINDOW = 8192; /* large blocks asked for until an older peak is forgotten */

typedef struct block {
    struct block *newer, *older;           /* among all that wait, by when they were freed */
    struct block *class_next, *class_last; /* among those of its class; class_last is the one freed later */
    void *origin;                          /* what malloc gave; null: mapped */
    size_t size;                           /* mapped bytes */
} block;
_Static_assert(sizeof(block) <= HEADER, "a block's header lies before its data");

/* c10::DataPtr: data, deleter and context (std::unique_ptr keeps the deleter first), device type and index. */
typedef struct data_ptr {
    void *data;
    void (*deleter)(void *);
    void *context;
    int8_t device_type, device_index;
} data_ptr;

typedef struct allocator {
    void *const *table;
} allocator;

typedef data_ptr (*allocate_function)(allocator *, size_t);
typedef void (*deleter_function)(void *);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static block *waiting[CLASSES], *newest, *oldest;
static size_t alive, cached, peak, previous_peak;
static uint64_t asked;
static int keeps;
static void *(*torch_alloc)(size_t);

/* Eight classes to a power of two, so that at most an eighth of a block is beyond what was asked (and stays untouched). */
static size_t class_of(size_t bytes, size_t *rounded) {
    int power = 63 - __builtin_clzll(bytes - 1); /* 2^power < bytes <= 2^(power + 1) */
    size_t step = (size_t)1 << (power - 3), steps = (bytes - ((size_t)1 << power) + step - 1) / step;
    *rounded = ((size_t)1 << power) + steps * step;
    return steps == 8 ? (size_t)(power + 1) * 8 : (size_t)power * 8 + steps;
}

static void remove_waiting(block *b, size_t class) {
    if (b->newer) b->newer->older = b->older; else newest = b->older;
    if (b->older) b->older->newer = b->newer; else oldest = b->newer;
    if (b->class_last) b->class_last->class_next = b->class_next; else waiting[class] = b->class_next;
    if (b->class_next) b->class_next->class_last = b->class_last;
    cached -= b->size;
}

static void add_waiting(block *b, size_t class) {
    b->older = newest;
    b->newer = NULL;
    if (newest) newest->newer = b; else oldest = b;
    newest = b;
    b->class_last = NULL;
    b->class_next = waiting[class];
    if (waiting[class]) waiting[class]->class_last = b;
    waiting[class] = b;
    cached += b->size;
}

/* Gives back the longest unused until at most `limit` bytes wait. */
static void shrink(size_t limit) {
    size_t rounded;
    while (oldest && cached > limit) {
        block *b = oldest;
        remove_waiting(b, class_of(b->size, &rounded));
        munmap((char *)b, b->size);
    }
}

static size_t allowed(size_t coming) {
    size_t most = peak > previous_peak ? peak : previous_peak, whole = most + most / 8 + SLACK;
    if (whole < FLOOR) whole = FLOOR;
    return alive + coming < whole ? whole - alive - coming : 0;
}

static void *take_large(size_t bytes) {
    size_t rounded, class = class_of(bytes, &rounded);
    pthread_mutex_lock(&lock);
    if (++asked % WINDOW == 0) {
        previous_peak = peak;
        peak = alive;
    }
    size_t fits = class; /* one that is up to half larger will do */
    while (!waiting[fits] && fits < class + 4 && fits + 1 < CLASSES) fits++;
    block *b = waiting[fits];
    if (b) {
        remove_waiting(b, fits);
    } else {
        if (alive + rounded > peak) peak = alive + rounded;
        shrink(allowed(rounded));
        b = mmap(NULL, rounded, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (b == MAP_FAILED) {
            shrink(0);
            b = mmap(NULL, rounded, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        }
        if (b == MAP_FAILED) {
            pthread_mutex_unlock(&lock);
            return NULL;
        }
        if (rounded >= HUGE) madvise(b, rounded, MADV_HUGEPAGE);
        b->origin = NULL;
        b->size = rounded;
    }
    alive += b->size;
    if (alive > peak) peak = alive;
    pthread_mutex_unlock(&lock);
    return b;
}

static void *take_small(size_t bytes) {
    void *origin = malloc(bytes + HEADER);
    if (!origin) return NULL;
    block *b = (block *)(((uintptr_t)origin + HEADER - 1) & ~(uintptr_t)(HEADER - 1));
    b->origin = origin;
    return b;
}

static void give_back(void *data) {
    if (!data) return;
    block *b = (block *)((char *)data - HEADER);
    if (b->origin) {
        free(b->origin);
        return;
    }
    size_t rounded, class = class_of(b->size, &rounded);
    pthread_mutex_lock(&lock);
    alive -= b->size;
    add_waiting(b, class);
    shrink(keeps ? allowed(0) : 0);
    pthread_mutex_unlock(&lock);
}

static data_ptr allocate(allocator *self, size_t bytes) {
    (void)self;
    data_ptr result = {NULL, give_back, NULL, 0, -1};
    if (bytes == 0) return result;
    int sane = bytes < SIZE_MAX / 4;
    char *b = !sane ? NULL : bytes >= LARGE ? take_large(bytes + HEADER) : take_small(bytes + HEADER);
    if (!b) { /* libtorch's own throws its exception, which passes through here; where it does not, memory has come free since */
        free(torch_alloc(bytes));
        char *origin = torch_alloc(bytes + 2 * HEADER);
        b = (char *)(((uintptr_t)origin + HEADER - 1) & ~(uintptr_t)(HEADER - 1));
        ((block *)b)->origin = origin;
    }
    result.data = result.context = b + HEADER;
    return result;
}

static deleter_function raw_deleter(allocator *self) {
    (void)self;
    return give_back;
}

/* own: libtorch's CPU allocator; is_simple: c10::Allocator::is_simple_data_ptr; set: c10::SetCPUAllocator; alloc: c10::alloc_cpu, which throws; keep: 0
 * gives freed blocks back at once. 0: installed; else the layout that is not as expected. Call once, before the first tensor. */
int bridge_allocator_install(allocator *own, void *is_simple, void (*set)(allocator *, uint8_t), void *(*alloc)(size_t), int keep) {
    static void *table[TABLE];
    static allocator ours = {table};
    if (own->table[IS_SIMPLE] != is_simple) return 1;
    deleter_function deleter = ((deleter_function(*)(allocator *))own->table[RAW_DELETER])(own);
    data_ptr probe = ((allocate_function)own->table[ALLOCATE])(own, 1);
    if (!deleter || probe.deleter != deleter || probe.context != probe.data || probe.device_type != 0 || probe.device_index != -1) return 2;
    deleter(probe.data);
    memcpy(table, own->table, sizeof table);
    table[ALLOCATE] = (void *)allocate;
    table[RAW_DELETER] = (void *)raw_deleter;
    torch_alloc = alloc;
    keeps = keep;
    set(&ours, 0);
    return 0;
}

/* Bytes of large blocks that are alive and that wait; what waits goes back where `trim` is not 0. */
void bridge_allocator_state(int trim, uint64_t *alive_bytes, uint64_t *cached_bytes) {
    pthread_mutex_lock(&lock);
    if (trim) {
        shrink(0);
        peak = alive;
        previous_peak = 0;
    }
    *alive_bytes = alive;
    *cached_bytes = cached;
    pthread_mutex_unlock(&lock);
}
