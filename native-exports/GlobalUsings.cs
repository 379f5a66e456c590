global using System.Runtime.CompilerServices;
global using System.Runtime.InteropServices;
global using Bridge.Core;
global using Bridge.Native.Boundary;
global using Bridge.Native.Handles;
global using DNNE;
