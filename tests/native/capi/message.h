/* Fields of messages, written by hand; clients have protobuf. Each answers with the bytes it took. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdint.h>
#include <string.h>

static inline int64_t varint(uint8_t* place, uint64_t value) {
    int64_t size = 0;
    for (; value >= 128; value >>= 7) place[size++] = (uint8_t)(value | 128);
    place[size++] = (uint8_t)value;
    return size;
}

/* Field `number` of kind number. */
static inline int64_t number_field(uint8_t* place, int number, uint64_t value) {
    place[0] = (uint8_t)(number << 3);
    return 1 + varint(place + 1, value);
}

/* Field `number` of kind bytes, text or message. */
static inline int64_t bytes_field(uint8_t* place, int number, const void* data, int64_t size) {
    place[0] = (uint8_t)(number << 3 | 2);
    int64_t at = 1 + varint(place + 1, (uint64_t)size);
    memcpy(place + at, data, (size_t)size);
    return at + size;
}

static inline int64_t text_field(uint8_t* place, int number, const char* text) { return bytes_field(place, number, text, (int64_t)strlen(text)); }

#endif
