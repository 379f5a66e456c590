/* The C library from C. */
#include <adapterbridge/bridge.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_WORDS = 64 };

static bridge_engine* engine;
static bridge_model* model;

/* By address: C may read an argument before it makes the call beside it. */
static int fail(bridge_status status, bridge_error** error) {
    if (status == BRIDGE_OK) return 0;
    printf("error\t%s\n", bridge_error_reason(*error));
    bridge_error_destroy(*error);
    *error = NULL;
    return 1;
}

static int split(char* text, char separator, const char** parts) {
    int count = 0;
    if (*text == 0 && separator == ',') return 0;
    for (;;) {
        parts[count++] = text;
        text = strchr(text, separator);
        if (text == NULL || count == MAX_WORDS) return count;
        *text++ = 0;
    }
}

static void show(const char* name, const char* output, bridge_outputs* outputs) {
    bridge_error* error = NULL;
    bridge_tensor* tensor;
    if (fail(bridge_outputs_get(outputs, output, &tensor, &error), &error)) return;
    const uint32_t* bits = bridge_tensor_data(tensor);
    printf("%s\t", name);
    for (int64_t i = 0; i < bridge_tensor_byte_size(tensor) / 4; i++) printf("%s%08x", i ? " " : "", bits[i]);
    printf("\n");
    bridge_tensor_destroy(tensor);
}

static void forward(const char** words, int count, int ids) {
    const char* heads[MAX_WORDS];
    bridge_error* error = NULL;
    bridge_setup* setup = NULL;
    bridge_outputs* outputs = NULL;
    bridge_tensor* tensor = NULL;
    bridge_forward_options options;
    int head_count = split((char*)words[2], ',', heads);
    bridge_forward_options_init(&options);
    options.outputs = &words[3];
    options.output_count = 1;
    if (fail(bridge_setup_create(words[1][0] ? words[1] : NULL, heads, head_count, &setup, &error), &error)) return;
    bridge_status status;
    if (ids) {
        int64_t shape[2] = {atoll(words[4]), atoll(words[5])}, numbers[MAX_WORDS];
        const char* name = "input_ids";
        for (int i = 6; i < count; i++) numbers[i - 6] = atoll(words[i]);
        status = bridge_tensor_create(BRIDGE_INT64, shape, 2, numbers, &tensor, &error);
        const bridge_tensor* tensors[] = {tensor};
        if (status == BRIDGE_OK) status = bridge_forward(model, setup, &name, tensors, 1, &options, NULL, &outputs, &error);
    } else {
        status = bridge_forward_texts(model, setup, words + 4, NULL, count - 4, &options, NULL, &outputs, &error);
    }
    if (!fail(status, &error)) show(words[0], words[3], outputs);
    bridge_outputs_destroy(outputs);
    bridge_tensor_destroy(tensor);
    bridge_setup_destroy(setup);
}

static void classify(const char** words, int count) {
    bridge_error* error = NULL;
    bridge_setup* setup = NULL;
    bridge_classification* found = NULL;
    if (fail(bridge_setup_create(words[1], NULL, 0, &setup, &error), &error)) return;
    if (!fail(bridge_classify(model, setup, words + 2, NULL, count - 2, 0, NULL, &found, &error), &error)) {
        printf("%s\t", words[0]);
        for (int64_t i = 0; i < bridge_classification_count(found); i++) printf("%s%s", i ? "," : "", bridge_classification_label(found, bridge_classification_best(found, i)));
        printf("\n");
    }
    bridge_classification_destroy(found);
    bridge_setup_destroy(setup);
}

static void head(const char** words) {
    const char* labels[MAX_WORDS];
    char config[1024] = "{\"classification\": {\"labels\": [";
    bridge_error* error = NULL;
    int count = split((char*)words[1], ',', labels);
    for (int i = 0; i < count; i++) {
        strcat(config, i ? ", \"" : "\"");
        strcat(config, labels[i]);
        strcat(config, "\"");
    }
    strcat(config, "]}}");
    fail(bridge_head_create(model, words[0], config, strtoull(words[2], NULL, 10), &error), &error);
}

static void train(const char** words) {
    char options[1024];
    bridge_error* error = NULL;
    bridge_job* job;
    int32_t state;
    snprintf(options, sizeof options,
             "{\"spec\": {\"adapters\": [\"%s\"], \"heads\": [\"%s\"], \"dataset\": \"datasets/%s\", \"options\": {\"maxSteps\": \"%s\", \"batchSize\": %s, \"learningRate\": %s}}}", words[0], words[0],
             words[1], words[2], words[3], words[4]);
    if (fail(bridge_training_start(model, options, &job, &error), &error)) return;
    fail(bridge_job_wait(job, -1, &state, &error), &error);
    bridge_job_destroy(job);
}

static void with_adapter(const char* name, bridge_status (*call)(bridge_adapter*, const char*, bridge_error**), const char* argument) {
    bridge_error* error = NULL;
    bridge_adapter* adapter;
    if (fail(bridge_adapter_open(model, name, &adapter, &error), &error)) return;
    fail(call(adapter, argument, &error), &error);
    bridge_adapter_destroy(adapter);
}

static bridge_status save(bridge_adapter* adapter, const char* folder, bridge_error** error) { return bridge_adapter_save(adapter, folder, bridge_adapter_name(adapter), error); }
static bridge_status merge(bridge_adapter* adapter, const char* unused, bridge_error** error) { return (void)unused, bridge_adapter_merge(adapter, error); }
static bridge_status drop(bridge_adapter* adapter, const char* unused, bridge_error** error) { return (void)unused, bridge_adapter_delete(adapter, error); }

static void step(const char** words, int count) {
    bridge_error* error = NULL;
    bridge_adapter* adapter = NULL;
    const char* what = *words++;
    count--;
    if (strcmp(what, "model") == 0) {
        bridge_model* loaded;
        if (fail(bridge_model_load(engine, words[1], words[0], &loaded, &error), &error)) return;
        bridge_model_destroy(model);
        model = loaded;
    } else if (strcmp(what, "adapter") == 0) {
        fail(bridge_adapter_create(model, words[0], words[1], strtoull(words[2], NULL, 10), &adapter, &error), &error);
        bridge_adapter_destroy(adapter);
    } else if (strcmp(what, "head") == 0) head(words);
    else if (strcmp(what, "ids") == 0) forward(words, count, 1);
    else if (strcmp(what, "texts") == 0) forward(words, count, 0);
    else if (strcmp(what, "classify") == 0) classify(words, count);
    else if (strcmp(what, "dataset") == 0) fail(bridge_dataset_load(engine, words[0], words[1], "{\"labelIds\": {\"negative\": 0, \"positive\": 1}}", &error), &error);
    else if (strcmp(what, "train") == 0) train(words);
    else if (strcmp(what, "save") == 0) with_adapter(words[0], save, words[1]);
    else if (strcmp(what, "load") == 0) {
        fail(bridge_adapter_load(model, words[1], words[0], &adapter, &error), &error);
        bridge_adapter_destroy(adapter);
    } else if (strcmp(what, "merge") == 0) with_adapter(words[0], merge, NULL);
    else if (strcmp(what, "reset") == 0) fail(bridge_model_reset_merged(model, &error), &error);
    else if (strcmp(what, "delete") == 0) with_adapter(words[0], drop, NULL);
}

int main(void) {
    static char line[1 << 16];
    const char* words[MAX_WORDS];
    if (bridge_engine_create(NULL, &engine, NULL) != BRIDGE_OK) return 1;
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        step(words, split(line, '\t', words));
    }
    bridge_model_destroy(model);
    bridge_engine_destroy(engine);
    if (bridge_live_handles() != 0) return fprintf(stderr, "%lld handles are left\n", (long long)bridge_live_handles()), 1;
    return 0;
}
