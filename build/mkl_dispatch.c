/* libtorch's bundled MKL asks this function whether it runs on the maker's own processor and takes a slow path where it says no. Loaded with
 * RTLD_GLOBAL before libtorch, this definition wins (Bridge.Torch, MklDispatch; BRIDGE_MKL_DISPATCH=auto|vendor). */
int mkl_serv_intel_cpu_true(void) { return 1; }
